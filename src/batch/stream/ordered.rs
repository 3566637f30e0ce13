//! Threads that judge blocks, and hand them on in the order of the input.

use std::io;
use std::num::NonZeroUsize;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use thiserror::Error;

use super::blocks::{Block, Blocks, ResumePoint};
use super::input::Input;
use super::work::{JudgedBlock, Worker};
use crate::batch::{Judge, RecordSink};

/// How a batch is run.
#[derive(Clone, Debug)]
pub struct Options {
    /// So many threads judge.
    pub threads: NonZeroUsize,
    /// Whether refused records go to lines of their own.
    pub apart: bool,
    /// Stop after the record that is refused after so many.
    pub most_refused: Option<u64>,
    /// So many were refused before `from`.
    pub refused: u64,
    /// Where to go on; from the start when absent.
    pub from: Option<ResumePoint>,
}

/// Why a batch came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// All inputs are at their end.
    AtEnd,
    /// More records were refused than may be.
    TooManyRefused,
}

/// Why a batch could not go on.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StreamError {
    /// What was done could not be handed on.
    #[error("{0}")]
    Sink(#[from] io::Error),
    /// A thread ended by a fault that tests rule out.
    #[error("a thread ended before its time")]
    Thread,
}

/// Whose turn it is.
struct Turn<F> {
    next: u64,
    sink: F,
    refused: u64,
    end: Option<Result<StopReason, StreamError>>,
}

struct Shared<'a, F> {
    blocks: Mutex<Blocks>,
    turn: Mutex<Turn<F>>,
    turned: Condvar,
    judge: &'a Judge,
    names: Vec<String>,
    options: Options,
}

/// Judges every record of the inputs; `sink` is given each block once, in order, from any thread.
///
/// `counted` tells how many bytes were read, as they lie on the disk.
///
/// # Errors
/// When `sink` fails. What cannot be read is shown in the output, and counted.
pub fn run<S, F>(
    judge: &Judge,
    inputs: Vec<Input>,
    options: Options,
    counted: &Arc<AtomicU64>,
    sink: F,
) -> Result<StopReason, StreamError>
where
    S: RecordSink,
    F: FnMut(&mut JudgedBlock<S>) -> io::Result<()> + Send,
{
    let threads = options.threads.get();
    let shared = Shared {
        names: inputs.iter().map(Input::name).collect(),
        blocks: Mutex::new(Blocks::new(
            inputs,
            options.from.clone(),
            Arc::clone(counted),
        )),
        turn: Mutex::new(Turn {
            next: 0,
            sink,
            refused: options.refused,
            end: None,
        }),
        turned: Condvar::new(),
        judge,
        options,
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(|| shared.work::<S>());
        }
        shared.work::<S>();
    });
    let turn = shared.turn.into_inner();
    let turn = turn.unwrap_or_else(PoisonError::into_inner);
    turn.end.unwrap_or(Ok(StopReason::AtEnd))
}

impl<F> Shared<'_, F> {
    /// Takes block after block until there is none, or until the end was called.
    fn work<S: RecordSink>(&self)
    where
        F: FnMut(&mut JudgedBlock<S>) -> io::Result<()> + Send,
    {
        let alarm = Alarm(self);
        let mut worker: Worker<'_, S> = Worker::new(self.judge, &self.names, self.options.apart);
        let mut block = Block::new();
        let mut made = None;
        let next = |block: &mut Block, made: Option<usize>| {
            let mut blocks = lock(&self.blocks);
            if let Some(made) = made {
                blocks.adapt(made);
            }
            blocks.next(block)
        };
        while next(&mut block, made) {
            worker.work(&block, None);
            let errors = worker.done.errors.len();
            made = Some(worker.done.out.bytes().saturating_add(errors));
            if !self.hand_on(&mut worker, &block) {
                break;
            }
        }
        drop(alarm);
    }

    /// Waits for the block's turn and hands it on; false when that was the last.
    fn hand_on<S: RecordSink>(&self, worker: &mut Worker<'_, S>, block: &Block) -> bool
    where
        F: FnMut(&mut JudgedBlock<S>) -> io::Result<()> + Send,
    {
        let mut turn = lock(&self.turn);
        while turn.next != block.number && turn.end.is_none() {
            turn = self
                .turned
                .wait(turn)
                .unwrap_or_else(PoisonError::into_inner);
        }
        if turn.end.is_some() {
            return false;
        }
        let left = self
            .options
            .most_refused
            .map(|most| most.saturating_sub(turn.refused));
        let too_many = left.is_some_and(|left| worker.done.tally.refused > left);
        if too_many {
            // Again, up to the very record that is too many, so that the output depends on no size of blocks.
            worker.work(block, left);
            worker.done.cut = true;
            turn.end = Some(Ok(StopReason::TooManyRefused));
        }
        turn.refused = turn.refused.saturating_add(worker.done.tally.refused);
        if let Err(error) = (turn.sink)(&mut worker.done) {
            turn.end = Some(Err(error.into()));
        }
        turn.next = turn.next.saturating_add(1);
        self.turned.notify_all();
        turn.end.is_none()
    }
}

/// Wakes those who wait when a thread is gone before its time: its turn would never come.
struct Alarm<'a, 'b, F>(&'a Shared<'b, F>);

impl<F> Drop for Alarm<'_, '_, F> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            lock(&self.0.turn).end = Some(Err(StreamError::Thread));
            self.0.turned.notify_all();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
