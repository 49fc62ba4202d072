//! Bindings of small schemas full of hazards, kept as files that can be read.
//! Suite `bindings` compiles and uses them.
//!
//! `QAPI_BLESS=1` writes the files anew.

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
        let golden = json.with_extension("rs");
        if std::env::var_os("QAPI_BLESS").is_some() {
            qapi_codegen::write::write_if_changed(&golden, &text).unwrap();
            continue;
        }
        let kept = fs::read_to_string(&golden).unwrap();
        let mut lines = text.lines().zip(kept.lines()).enumerate();
        if let Some((line, (new, old))) = lines.find(|(_, (new, old))| new != old) {
            let file = golden.display();
            let line = line + 1;
            panic!("{file}:{line}: was {old:?}, now {new:?}; if that is right: QAPI_BLESS=1");
        }
        assert!(text == kept, "{}: not as long as it was", golden.display());
    }
    assert_eq!(seen, 7, "each golden is also a module of suite `bindings`");
}
