//! What stands between values: comments, blank lines and nothing else.

/// The comments above a key or a header, with at most one blank line in a row; none before them at the start of a block.
pub(super) fn above(raw: &str, starts_block: bool) -> String {
    // What follows the last line end is the indentation of the key itself.
    let before = raw.rsplit_once('\n').map_or("", |(before, _)| before);
    let lines: Vec<&str> = before.split('\n').map(str::trim).collect();
    if lines.iter().all(|line| line.is_empty()) {
        return String::new();
    }
    let mut kept: Vec<&str> = Vec::new();
    for line in lines {
        let doubled = line.is_empty() && kept.last().is_some_and(|last| last.is_empty());
        if !doubled {
            kept.push(line);
        }
    }
    let text = kept.join("\n") + "\n";
    if starts_block {
        text.trim_start_matches('\n').to_owned()
    } else {
        text
    }
}

/// The comment behind a value on its line.
pub(super) fn trailing(raw: &str) -> Option<String> {
    let comment = raw.trim();
    (!comment.is_empty()).then(|| comment.to_owned())
}

/// What stands after the last value of the file.
pub(super) fn end(raw: &str) -> String {
    let comments = above(&format!("{raw}\n"), true);
    let comments = comments.trim_end();
    if comments.is_empty() {
        String::new()
    } else {
        format!("\n{comments}\n")
    }
}

/// What stands between two entries of a list: the comment behind the first, then lines of their own.
pub(super) fn between(raw: &str, indent: &str) -> String {
    let mut lines = raw.split('\n').map(str::trim);
    let behind = lines.next().unwrap_or_default();
    let mut text = String::new();
    if !behind.is_empty() {
        text.push_str("  ");
        text.push_str(behind);
    }
    for line in lines.filter(|line| !line.is_empty()) {
        text.push('\n');
        text.push_str(indent);
        text.push_str(line);
    }
    text.push('\n');
    text
}
