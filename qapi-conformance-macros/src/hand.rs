//! What was written by hand, found by reading the source.

use std::fs;
use std::path::{Path, PathBuf};

use qapi_schema::suggest::did_you_mean;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, Item, LitStr, Token, bracketed};

/// What stands between the parentheses of a mark.
pub(crate) struct Mark {
    pub(crate) name: LitStr,
    pub(crate) on: On,
}

/// What stands behind the name.
#[derive(Clone, Debug, Default)]
pub(crate) struct On {
    pub(crate) args: String,
    pub(crate) machines: Vec<String>,
    pub(crate) cannot: String,
    pub(crate) data: String,
}

impl Parse for Mark {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut mark = Self {
            name: input.parse()?,
            on: On::default(),
        };
        let on = &mut mark.on;
        while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            let option: Ident = input.parse()?;
            input.parse::<Token![=]>()?;
            match option.to_string().as_str() {
                "args" => on.args = input.parse::<LitStr>()?.value(),
                "cannot" => on.cannot = input.parse::<LitStr>()?.value(),
                "data" => on.data = object(&input.parse()?)?,
                "machines" => {
                    let list;
                    bracketed!(list in input);
                    let list = Punctuated::<LitStr, Token![,]>::parse_terminated(&list)?;
                    on.machines = list.iter().map(LitStr::value).collect();
                }
                other => {
                    let hint = did_you_mean(other, ["args", "machines", "cannot", "data"]);
                    let text = format!("`{other}` is nothing that a mark has{hint}");
                    return Err(syn::Error::new(option.span(), text));
                }
            }
        }
        Ok(mark)
    }
}

/// A JSON object, as text.
fn object(literal: &LitStr) -> syn::Result<String> {
    let text = literal.value();
    match serde_json::from_str::<serde_json::Map<_, serde_json::Value>>(&text) {
        Ok(_) => Ok(text),
        Err(error) => Err(syn::Error::new(literal.span(), format!("`data`: {error}"))),
    }
}

/// What a function is marked as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Behaviour,
    Recipe,
}

/// A marked function.
#[derive(Clone, Debug)]
pub(crate) struct Hand {
    pub(crate) kind: Kind,
    /// The wire name of its command or event.
    pub(crate) name: String,
    pub(crate) on: On,
    /// The modules that lead to it from the one that was named, and its name.
    pub(crate) path: Vec<String>,
    /// Where it is, as `file:line:column`.
    pub(crate) place: String,
}

/// All marked functions of a module, and the files that were read.
#[derive(Debug, Default)]
pub(crate) struct Hands {
    pub(crate) all: Vec<Hand>,
    pub(crate) files: Vec<PathBuf>,
}

impl Hands {
    /// Reads a module: `NAME.rs` or `NAME/mod.rs` in a folder, and its modules.
    pub(crate) fn read(folder: &Path, modules: &[String]) -> Result<Self, String> {
        let mut hands = Self::default();
        let mut folder = folder.to_owned();
        let Some((last, outer)) = modules.split_last() else {
            return Err("`behaviours` must name a module".to_owned());
        };
        folder.extend(outer);
        // The compiler takes text that a macro parses to stand where the macro
        // does; this crate's own spans know lines.
        proc_macro2::fallback::force();
        let read = hands.module(&folder, last, &[]);
        proc_macro2::fallback::unforce();
        read.map(|()| hands)
    }

    fn module(&mut self, folder: &Path, name: &str, path: &[String]) -> Result<(), String> {
        let inside = folder.join(name);
        let files = [folder.join(format!("{name}.rs")), inside.join("mod.rs")];
        let Some(file) = files.iter().find(|file| file.is_file()) else {
            let [first, second] = files.map(|file| file.display().to_string());
            return Err(format!(
                "there is no module `{name}`: neither `{first}` nor `{second}`"
            ));
        };
        let shown = file.display();
        let text = fs::read_to_string(file).map_err(|error| format!("`{shown}`: {error}"))?;
        let source = syn::parse_file(&text).map_err(|error| {
            let start = error.span().start();
            format!("{shown}:{}:{}: {error}", start.line, start.column + 1)
        })?;
        self.files.push(file.clone());
        self.items(&source.items, file, &inside, path)
    }

    fn items(
        &mut self,
        items: &[Item],
        file: &Path,
        folder: &Path,
        path: &[String],
    ) -> Result<(), String> {
        for item in items {
            match item {
                Item::Fn(function) => {
                    for attribute in &function.attrs {
                        let within = |name: &Ident| {
                            let name = name.unraw().to_string();
                            [path, &[name]].concat()
                        };
                        self.mark(attribute, file, within(&function.sig.ident))?;
                    }
                }
                Item::Mod(module) => {
                    let name = module.ident.unraw().to_string();
                    let path = [path, std::slice::from_ref(&name)].concat();
                    match &module.content {
                        Some((_, items)) => self.items(items, file, &folder.join(name), &path)?,
                        None => self.module(folder, &name, &path)?,
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn mark(
        &mut self,
        attribute: &Attribute,
        file: &Path,
        path: Vec<String>,
    ) -> Result<(), String> {
        let segment = attribute.path().segments.last();
        let kind = match segment.map(|segment| segment.ident.to_string()).as_deref() {
            Some("behaviour") => Kind::Behaviour,
            Some("raises") => Kind::Recipe,
            _ => return Ok(()),
        };
        let place = |span: proc_macro2::Span| {
            let start = span.start();
            format!("{}:{}:{}", file.display(), start.line, start.column + 1)
        };
        let mark: Mark = attribute
            .parse_args()
            .map_err(|error| format!("{}: {error}", place(error.span())))?;
        self.all.push(Hand {
            kind,
            name: mark.name.value(),
            on: mark.on,
            path,
            place: place(mark.name.span()),
        });
        Ok(())
    }
}
