//! The verbs by task: what `rtr help` lists, so that a runner need not read past the workbench to find `next`.

use clap::Command;

/// Each task with its verbs, the first what most people want.
const TASKS: [(&str, &[&str]); 6] = [
    ("Run, or rest", &["check", "next", "plan"]),
    ("Keep your record", &["ask", "log", "import", "init"]),
    ("Look back", &["timeline", "load"]),
    ("Understand", &["explain", "measures", "help"]),
    ("Many records, and old reports", &["batch", "verify"]),
    (
        "Criteria, programs and shells",
        &["criteria", "schema", "completions", "man"],
    ),
];

/// Columns that a verb's name and the space around it take.
const NAMES: usize = 15;
const WIDTH: usize = 80;

/// The command line with its verbs listed by task.
pub(super) fn by_task(program: Command) -> Command {
    let mut listed = String::new();
    for (task, verbs) in TASKS {
        listed.push_str(&format!("{task}:\n"));
        for verb in verbs {
            listed.push_str(&line(&program, verb));
        }
        listed.push('\n');
    }
    let template = format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{listed}Options:\n{{options}}{{after-help}}"
    );
    program.help_template(template)
}

fn line(program: &Command, verb: &str) -> String {
    let about = program.find_subcommand(verb).and_then(Command::get_about);
    let about = about.map_or_else(
        || "Print this list, or the help of a verb".to_owned(),
        ToString::to_string,
    );
    let first = format!("  {verb:<12} ");
    let rest = " ".repeat(NAMES);
    let options = textwrap::Options::new(WIDTH)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit)
        .initial_indent(&first)
        .subsequent_indent(&rest);
    textwrap::fill(&about, options) + "\n"
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::super::Cli;
    use super::TASKS;

    #[test]
    fn each_verb_stands_under_one_task() {
        let mut listed: Vec<&str> = TASKS
            .iter()
            .flat_map(|(_, verbs)| *verbs)
            .copied()
            .collect();
        let program = Cli::command();
        let mut verbs: Vec<&str> = program
            .get_subcommands()
            .map(|verb| verb.get_name())
            .collect();
        verbs.push("help");
        listed.sort_unstable();
        verbs.sort_unstable();
        assert_eq!(listed, verbs);
    }
}
