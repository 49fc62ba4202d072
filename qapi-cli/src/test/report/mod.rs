//! Reports of what tests have left behind.

mod html;
mod junit;
pub(crate) mod model;
pub(crate) mod text;

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use crate::output;
pub(crate) use model::{Report, Run, Verdict};

/// Writes `junit.xml`, `report.json` and `report.html` into a folder.
pub(crate) fn write(folder: &Path, report: &Report) -> anyhow::Result<()> {
    fs::create_dir_all(folder)
        .with_context(|| format!("cannot create the folder `{}`", folder.display()))?;
    let write = |name: &str, text: &str| output::write(Some(&folder.join(name)), text);
    write("junit.xml", &junit::write(report)?)?;
    let json = serde_json::to_string(report).context("the report is no JSON")?;
    write("report.json", &format!("{json}\n"))?;
    write("report.html", &html::write(report)?)
}
