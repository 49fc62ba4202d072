//! Which of two schemas is the newer one.

use std::cmp::Ordering;

use super::Source;

/// The schemas from the oldest to the newest, each with a label that no other
/// has. The order in which they were given makes no difference.
pub(super) fn oldest_first(sources: &[Source]) -> Vec<(String, &Source)> {
    let mut sorted: Vec<&Source> = sources.iter().collect();
    sorted.sort_by(|a, b| by_label(&a.label, &b.label).then_with(|| by_content(a, b)));
    sorted.dedup_by(|a, b| a.label == b.label && by_content(a, b).is_eq());
    let mut labelled: Vec<(String, &Source)> = Vec::new();
    for source in sorted {
        let taken = |label: &str| labelled.iter().any(|(other, _)| other == label);
        let numbered = (2..).map(|number| format!("{} ({number})", source.label));
        let mut labels = std::iter::once(source.label.clone()).chain(numbered);
        let free = labels.find(|label| !taken(label));
        labelled.push((free.unwrap_or_default(), source));
    }
    labelled
}

/// By the version in a label, then by everything else in it, where numbers
/// count as numbers. A label without a version goes for the oldest.
pub(super) fn by_label(a: &str, b: &str) -> Ordering {
    natural(version(a), version(b))
        .then_with(|| natural(a, b))
        .then_with(|| a.cmp(b))
}

/// The version in a label such as `qemu-10.0-x86_64`: the first number with a
/// point in it, or else the first that stands alone; nothing if there is none.
pub(crate) fn version(label: &str) -> &str {
    let word = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_');
    let mut words = label.split(|c| !word(c)).map(|word| {
        let digits = word.trim_start_matches(|c: char| !c.is_ascii_digit());
        let end = digits.find(|c: char| !c.is_ascii_digit() && c != '.');
        let number = digits
            .get(..end.unwrap_or(digits.len()))
            .unwrap_or_default();
        (word, number.trim_end_matches('.'))
    });
    let alone = words
        .clone()
        .find(|(word, number)| !number.is_empty() && word == number);
    let pointed = words.find(|(_, number)| number.contains('.'));
    pointed.or(alone).map_or("", |(_, number)| number)
}

fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let ((left, a_rest), (right, b_rest)) = (piece(a), piece(b));
        let number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        let order = if number(left) && number(right) {
            let (left, right) = (left.trim_start_matches('0'), right.trim_start_matches('0'));
            left.len().cmp(&right.len()).then_with(|| left.cmp(right))
        } else {
            left.cmp(right)
        };
        if order.is_ne() || left.is_empty() {
            return order;
        }
        (a, b) = (a_rest, b_rest);
    }
}

/// A number or what comes before the next one, and the rest.
fn piece(text: &str) -> (&str, &str) {
    let number = text.starts_with(|c: char| c.is_ascii_digit());
    let end = text.find(|c: char| c.is_ascii_digit() != number);
    text.split_at(end.unwrap_or(text.len()))
}

/// Only for schemas of one label, so it may take its time.
fn by_content(a: &Source, b: &Source) -> Ordering {
    let text = |source: &Source| format!("{:?}", source.schema.to_entries());
    text(a).cmp(&text(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_count_as_numbers() {
        let mut labels = [
            "qemu-storage-daemon-10.0",
            "qemu-11.1-x86_64",
            "qemu-10.0-x86_64",
            "qemu-9.2.1-x86_64",
            "qemu-10.0-aarch64",
            "mine",
            "qemu-7.2-x86_64",
            "x86_64-10.0.12",
            "x86_64-10.0.2",
            "qemu-9",
            "v8.0",
        ];
        labels.sort_by(|a, b| by_label(a, b));
        assert_eq!(
            labels,
            [
                "mine",
                "qemu-7.2-x86_64",
                "v8.0",
                "qemu-9",
                "qemu-9.2.1-x86_64",
                "qemu-10.0-aarch64",
                "qemu-10.0-x86_64",
                "qemu-storage-daemon-10.0",
                "x86_64-10.0.2",
                "x86_64-10.0.12",
                "qemu-11.1-x86_64",
            ]
        );
    }

    #[test]
    fn labels_are_told_apart() {
        let source = |label: &str, command: &str| {
            let dump = format!(
                r#"[{{"name": "{command}", "meta-type": "command", "arg-type": "0", "ret-type": "0"}},
                    {{"name": "0", "meta-type": "object", "members": []}}]"#
            );
            Source::new(
                label,
                qapi_schema::Schema::from_slice(dump.as_bytes()).unwrap(),
            )
        };
        let mut sources = [
            source("b", "x"),
            source("a", "y"),
            source("a", "x"),
            source("a", "y"),
            source("a (2)", "z"),
        ];
        for _ in 0..2 {
            let sorted = oldest_first(&sources);
            let labels: Vec<_> = sorted
                .iter()
                .map(|(label, source)| (&**label, source.schema.commands()[0].name()))
                .collect();
            assert_eq!(
                labels,
                [("a", "x"), ("a (2)", "y"), ("b", "x"), ("a (2) (2)", "z")]
            );
            sources.reverse();
        }
    }
}
