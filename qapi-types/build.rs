//! Makes the bundled bindings: of the schemas in `$QAPI_SCHEMA`, or of all
//! those in this repository; and those of the guest agent. `$QAPI_SOURCE` names
//! QEMU source trees whose documentation they get; there is none in this
//! repository.

fn main() {
    #[cfg(feature = "bundled")]
    bundled::make();
    #[cfg(feature = "qga")]
    qga::make();
}

/// With the documentation of the QEMU sources in `$QAPI_SOURCE`.
#[cfg(any(feature = "bundled", feature = "qga"))]
fn documented(builder: qapi_codegen::Builder) -> qapi_codegen::Builder {
    println!("cargo::rerun-if-env-changed=QAPI_SOURCE");
    let trees = std::env::var_os("QAPI_SOURCE").unwrap_or_default();
    let trees = std::env::split_paths(&trees).filter(|tree| !tree.as_os_str().is_empty());
    trees
        .map(|tree| absolute("QAPI_SOURCE", tree))
        .fold(builder, qapi_codegen::Builder::qemu_source)
}

/// Build scripts run in their package, not where cargo was called.
#[cfg(any(feature = "bundled", feature = "qga"))]
fn absolute(variable: &str, path: std::path::PathBuf) -> std::path::PathBuf {
    if path.is_relative() {
        fail(&format!(
            "`{}` in `{variable}` is relative: give absolute paths",
            path.display()
        ));
    }
    path
}

#[cfg(any(feature = "bundled", feature = "qga"))]
fn fail(message: &str) -> ! {
    println!("cargo::error={message}");
    std::process::exit(1);
}

#[cfg(feature = "qga")]
mod qga {
    use std::env;
    use std::path::Path;

    use qapi_codegen::Builder;

    /// An agent tells no schema, so these are of QEMU's source.
    const SCHEMAS: [&str; 2] = [
        "../schemas/reference/qemu-ga-7.2.json",
        "../schemas/reference/qemu-ga-10.2.json",
    ];

    pub(super) fn make() {
        println!("cargo::rerun-if-changed=build.rs");
        let out = env::var_os("OUT_DIR").unwrap_or_default();
        super::documented(Builder::of(SCHEMAS))
            .registry(cfg!(feature = "registry"))
            .schemars(cfg!(feature = "schemars"))
            .out(Path::new(&out).join("qga.rs"))
            .build();
    }
}

#[cfg(feature = "bundled")]
mod bundled {
    use std::env;
    use std::path::{Path, PathBuf};

    use qapi_codegen::Builder;

    const SCHEMAS: &str = "../schemas";

    pub(super) fn make() {
        println!("cargo::rerun-if-env-changed=QAPI_SCHEMA");
        println!("cargo::rerun-if-changed=build.rs");
        let given = env::var_os("QAPI_SCHEMA").filter(|paths| !paths.is_empty());
        let schemas = match given {
            Some(paths) => env::split_paths(&paths)
                .map(|path| super::absolute("QAPI_SCHEMA", path))
                .collect(),
            None => in_repository(),
        };
        super::documented(Builder::of(schemas))
            .registry(cfg!(feature = "registry"))
            .schemars(cfg!(feature = "schemars"))
            .build();
    }

    fn in_repository() -> Vec<PathBuf> {
        println!("cargo::rerun-if-changed={SCHEMAS}");
        let folder = match Path::new(SCHEMAS).read_dir() {
            Ok(folder) => folder,
            Err(error) => super::fail(&format!("cannot read `{SCHEMAS}`: {error}")),
        };
        let files = folder.filter_map(|entry| Some(entry.ok()?.path()));
        let json = |path: &PathBuf| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        };
        files.filter(json).collect()
    }
}
