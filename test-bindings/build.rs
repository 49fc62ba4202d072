//! Makes the bindings of every schema in the workspace's `schemas` folder, a
//! module each, and a list of them.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use qapi_codegen::Builder;

const SCHEMAS: &str = "../schemas";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={SCHEMAS}");
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    let files = fs::read_dir(SCHEMAS)?.collect::<Result<Vec<_>, _>>()?;
    let mut paths: Vec<_> = files.iter().map(fs::DirEntry::path).collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    paths.sort();
    let (mut modules, mut list) = (String::new(), String::new());
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let module = name.replace(['-', '.'], "_");
        let file = out.join(format!("{module}.rs"));
        Builder::new(&path).registry(true).out(&file).build();
        writeln!(
            modules,
            "#[doc = \"`{name}`\"]\npub mod {module} {{ include!({file:?}); }}"
        )?;
        writeln!(list, "    ({name:?}, {module}::REGISTRY),")?;
    }
    let all = format!(
        "{modules}\n/// The name of each schema, and its commands and events.\n\
         pub static ALL: &[(&str, &[qapi_types::registry::Registered])] = &[\n{list}];\n"
    );
    fs::write(out.join("all.rs"), all)?;
    Ok(())
}
