//! Texts that a server of the protocol may be sent.

/// What the [table](qapi_conformance::protocol::ROWS) does not have.
pub(crate) fn odd() -> Vec<Vec<u8>> {
    let mut all = texts(&[
        // Envelopes.
        r#"{"execute": "query-version", "exec-oob": "query-version"}"#,
        r#"{"execute": "no\u00e4\ud83d\ude00\u0001\u007f\n"}"#,
        // Ids.
        r#"{"execute": "query-version", "id": "\u0000\u00e4\ud83d\ude00\u007f\"\\\/\b\f\n\r\t<"}"#,
        r#"{"execute": "query-version", "id": [1e22, 1e16, 1e17, 123456789.125, 5e-324, 1e-5, 1e-4]}"#,
        r#"{"execute": "query-version", "id": 1e400}"#,
        // What is no JSON.
        "[}]",
        "{[1]: 2}",
        "{\"a\": [1}]",
        "{\"a\": 1, \"a\": {]}",
        "0e1",
        "0.0e1",
        "-",
        "1e",
        "1e+",
        ".5",
        "%(",
        "{\"a\n\": 1}",
        "{\"a\": 1",
        "\"abc",
        "// comment\n{}",
        "\"\\ud800\\u0041\"",
        "\"\\ud800\\udc00\"",
        "\"\\udc00\"",
        "\"\\ufdd0\"",
        "\"\\ud83f\\udffe\"",
        "\"\\u12\"",
        "\"\\u12g4 more\"",
        "\"\u{ffff}\"",
        "\"\u{1fffe}\"",
        "\u{7f}\u{80}",
    ]);
    for bytes in [
        &b"\xFE\xFE"[..],
        b"a\0",
        b"\x01\x02",
        b"\"\xC0\x80\"",
        b"\"\xC0\x81\"",
        b"\"\xED\xA0\x80\"",
        b"\"\xF4\x90\x80\x80\"",
        b"\"\xE4\xBD\"",
    ] {
        all.push(bytes.to_vec());
    }
    all.push([b"A".to_vec(), b"B".repeat(2000)].concat());
    all.push(b"x".repeat(2000));
    all
}

fn texts(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// How many random texts there are.
const RANDOM: usize = 4000;

/// What random texts are made of. No command among it does anything.
const PIECES: &[&[u8]] = &[
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b",",
    b" ",
    b"\n",
    b"\t",
    b"\"",
    b"'",
    b"\\",
    b"\\u",
    b"\\ud800",
    b"\\udc00",
    b"00e4",
    b"0",
    b"1",
    b"-",
    b".",
    b"e",
    b"E+",
    b"99999999999999999999",
    b"true",
    b"null",
    b"%",
    b"A",
    b"\xC3\xA4",
    b"\xC3",
    b"\xF0\x9F\x98\x80",
    b"\x7F",
    b"\0",
    b"\x1F",
    b"\xFF",
    b"\xFE",
    b"\"execute\"",
    b"\"exec-oob\"",
    b"\"arguments\"",
    b"\"id\"",
    b"\"query-version\"",
    b"\"qmp_capabilities\"",
    b"{\"execute\": \"query-version\", \"id\": ",
    b"{\"execute\": \"qmp_capabilities\", \"arguments\": {\"enable\": ",
];

/// Texts at random, the same each time: pieces in a row, and commands with a
/// byte less, more or changed.
pub(crate) fn random() -> impl Iterator<Item = Vec<u8>> {
    const COMMANDS: [&[u8]; 3] = [
        br#"{"execute": "query-version", "id": {"a": [1, -2.5, "\u00e4"], "b": null}}"#,
        br#"{"execute": "no-such-command", "arguments": {"x": [true, {"y": 1e3}]}, "id": 1}"#,
        br#"{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}, "id": 'x'}"#,
    ];
    let mut random = fastrand::Rng::with_seed(1);
    (0..RANDOM).map(move |turn| {
        if turn % 2 == 0 {
            let count = random.usize(1..12);
            let pieces = (0..count).filter_map(|_| random.choice(PIECES).copied());
            return pieces.collect::<Vec<_>>().concat();
        }
        let command = random.choice(COMMANDS).unwrap_or_default();
        let (start, end) = command.split_at(random.usize(0..command.len()));
        let piece = random.choice(PIECES).copied().unwrap_or_default();
        match random.u8(0..3) {
            0 => [start, end.get(1..).unwrap_or_default()].concat(),
            1 => [start, piece, end].concat(),
            _ => [start, piece, end.get(1..).unwrap_or_default()].concat(),
        }
    })
}
