//! Bindings of small schemas full of hazards, kept as files that can be read.
//! Suite `bindings` compiles and uses them.
//!
//! `QAPI_BLESS=1` writes the files anew.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail the test"
)]

use std::fs;
use std::path::Path;

use qapi_codegen::{Generator, Source};
use qapi_schema::Schema;

#[test]
fn bindings_are_as_they_were() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let mut seen = 0;
    for file in fs::read_dir(&folder).unwrap() {
        let json = file.unwrap().path();
        if json.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        seen += 1;
        let schema = Schema::from_slice(&fs::read(&json).unwrap()).unwrap();
        let schemas = [Source::new("golden", schema)];
        let generator = Generator::new().references([]);
        let text = generator.generate(&schemas).unwrap().text;
        let again = generator.generate(&schemas).unwrap().text;
        assert_eq!(text, again, "{}: twice is not the same", json.display());
        is_as_it_was(&json.with_extension("rs"), &text);
    }
    assert_eq!(seen, 7, "each golden is also a module of suite `bindings`");
}

/// Compares with a golden, or writes it anew.
fn is_as_it_was(golden: &Path, text: &str) {
    if std::env::var_os("QAPI_BLESS").is_some() {
        qapi_codegen::write::write_if_changed(golden, text).unwrap();
        return;
    }
    let kept = fs::read_to_string(golden).unwrap();
    let mut lines = text.lines().zip(kept.lines()).enumerate();
    if let Some((line, (new, old))) = lines.find(|(_, (new, old))| new != old) {
        let file = golden.display();
        let line = line + 1;
        panic!("{file}:{line}: was {old:?}, now {new:?}; if that is right: QAPI_BLESS=1");
    }
    assert!(text == kept, "{}: not as long as it was", golden.display());
}

/// Suite `versions` compiles and uses them.
#[test]
fn bindings_of_several_versions_are_as_they_were() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let versions = ["app-2.0", "app-1.9", "app-1.10"].map(|version| {
        let path = folder.join(format!("versions/{version}.json"));
        Source::of_file(
            &path,
            Schema::from_slice(&fs::read(&path).unwrap()).unwrap(),
        )
    });
    let [a, b, c] = &versions;
    let generator = Generator::new().references([]).registry(true);
    let mut texts = Vec::new();
    for order in [
        [a, b, c],
        [a, c, b],
        [b, a, c],
        [b, c, a],
        [c, a, b],
        [c, b, a],
    ] {
        texts.push(generator.generate(&order.map(Clone::clone)).unwrap().text);
    }
    assert!(
        texts.windows(2).all(|pair| pair[0] == pair[1]),
        "order matters"
    );
    is_as_it_was(&folder.join("versions.rs"), &texts[0]);
}
