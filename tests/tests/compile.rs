//! Bindings in other people's crates: every captured schema and every golden,
//! in both editions that there are, under the strictest lints; and a crate
//! that makes its own bindings in two lines.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail the test")]

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use qapi_codegen::write::write_if_changed;
use qapi_codegen::{Generator, Source};

const HEADER: &str = "\
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unreachable_pub, unused_qualifications)]
#![deny(rust_2018_idioms, single_use_lifetimes, elided_lifetimes_in_paths)]

//! Bindings.
";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A folder of crates of our own. It stays from run to run, so that only what
/// has changed is built again.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, members: &[&str]) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let scratch = Self(folder);
        scratch.file(
            "Cargo.toml",
            &format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"),
        );
        // The same versions as here, so that nothing must be downloaded.
        let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
        scratch.file("Cargo.lock", &lock);
        scratch
    }

    fn file(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        write_if_changed(&path, text).unwrap();
    }

    fn package(&self, name: &str, edition: &str, dependencies: &str) {
        let text = format!(
            "[package]\nname = \"{name}\"\nedition = \"{edition}\"\n\n{}",
            dependencies.replace("ROOT", &root().display().to_string()),
        );
        self.file(&format!("{name}/Cargo.toml"), &text);
    }

    /// Runs cargo, and says what it said if it fails.
    fn cargo(&self, arguments: &[&str]) -> Result<String, String> {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .arg("--offline")
            .arg("--quiet")
            .current_dir(&self.0)
            .env("CARGO_TARGET_DIR", self.0.join("target"))
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(stderr)
        }
    }
}

const TYPES: &str = "\
[dependencies]
qapi-types = { path = \"ROOT/qapi-types\", default-features = false }
";

#[test]
fn every_schema_compiles_without_a_warning() {
    let editions = [("in-2021", "2021"), ("in-2024", "2024")];
    let scratch = Scratch::new("strict", &editions.map(|(name, _)| name));
    let mut dumps: Vec<(String, PathBuf)> = Vec::new();
    for folder in ["schemas", "tests/golden"] {
        for file in fs::read_dir(root().join(folder)).unwrap() {
            let path = file.unwrap().path();
            if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                let stem = path.file_stem().unwrap().to_string_lossy();
                dumps.push((format!("m_{}", stem.replace(['-', '.'], "_")), path));
            }
        }
    }
    dumps.sort();
    assert!(dumps.len() >= 11, "{dumps:?}");
    for (name, edition) in editions {
        scratch.package(name, edition, TYPES);
        let mut lib = HEADER.to_owned();
        for (module, path) in &dumps {
            let schema = qapi_schema::Schema::from_slice(&fs::read(path).unwrap()).unwrap();
            let schemas = [Source::of_file(path, schema)];
            let generator = Generator::new().registry(true);
            let made = generator.generate(&schemas).unwrap();
            let again = generator.generate(&schemas).unwrap();
            assert!(made.text == again.text, "{module} differs from run to run");
            scratch.file(&format!("{name}/src/{module}.rs"), &made.text);
            write!(lib, "\n/// Bindings.\npub mod {module};\n").unwrap();
        }
        scratch.file(&format!("{name}/src/lib.rs"), &lib);
    }
    if let Err(error) = scratch.cargo(&["check"]) {
        panic!("{error}");
    }
}

const OWN: &str = "\
[dependencies]
qapi-types = { path = \"ROOT/qapi-types\", default-features = false }

[build-dependencies]
qapi-codegen = { path = \"ROOT/qapi-codegen\" }
";

#[test]
fn a_crate_makes_its_own_bindings_in_two_lines() {
    let scratch = Scratch::new("own", &["own"]);
    scratch.package("own", "2021", OWN);
    let build = |selected: &str| {
        let schema = root().join("schemas/qemu-10.0-x86_64.json");
        format!(
            "fn main() {{\n    qapi_codegen::Builder::new({schema:?}).select([{selected}]).build();\n}}\n"
        )
    };
    scratch.file(
        "own/build.rs",
        &build("\"query-status\", \"blockdev-add\", \"STOP\""),
    );
    let main = format!(
        "{HEADER}
qapi_types::include_bindings!();

use qapi_types::Command;

fn main() {{
    let path = types::BlockdevOptionsFile::new(\"/disk\");
    let disk = commands::BlockdevAdd::from(types::BlockdevOptions::file(path));
    println!(\"{{}} {{disk:?}}\", commands::BlockdevAdd::NAME);
}}
"
    );
    scratch.file("own/src/main.rs", &main);
    let said = scratch.cargo(&["run"]).unwrap();
    let disk = r#"blockdev-add BlockdevOptions { driver: file(BlockdevOptionsFile { filename: "/disk" }) }"#;
    assert_eq!(said.trim(), disk);
    // A name that is not there says what was meant.
    scratch.file("own/build.rs", &build("\"query-statuss\""));
    let error = scratch.cargo(&["check"]).unwrap_err();
    let message = "cannot select `query-statuss`: there is no such command or event";
    assert!(error.contains(message), "{error}");
    assert!(error.contains("did you mean `query-status`?"), "{error}");
}
