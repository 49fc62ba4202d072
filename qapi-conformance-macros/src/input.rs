//! What stands between the parentheses of `suite!`.

use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Error, Ident, LitBool, LitStr, Path, Token, bracketed};

/// The arguments of `suite!`.
pub(crate) struct Input {
    pub(crate) schema: LitStr,
    pub(crate) behaviours: Option<Path>,
    pub(crate) others: Vec<LitStr>,
    pub(crate) bindings: Option<Path>,
    pub(crate) refusals: Option<Path>,
    pub(crate) optional: bool,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut schema = None;
        let mut suite = Self {
            schema: LitStr::new("", input.span()),
            behaviours: None,
            others: Vec::new(),
            bindings: None,
            refusals: None,
            optional: false,
        };
        while !input.is_empty() {
            let name: Ident = input.parse()?;
            input.parse::<Token![=]>()?;
            match name.to_string().as_str() {
                "schema" => schema = Some(input.parse()?),
                "behaviours" => suite.behaviours = Some(input.parse()?),
                "bindings" => suite.bindings = Some(input.parse()?),
                "refusals" => suite.refusals = Some(input.parse()?),
                "optional" => suite.optional = input.parse::<LitBool>()?.value,
                "others" => {
                    let list;
                    bracketed!(list in input);
                    let list = Punctuated::<LitStr, Token![,]>::parse_terminated(&list)?;
                    suite.others = list.into_iter().collect();
                }
                other => {
                    let names = [
                        "schema",
                        "behaviours",
                        "others",
                        "bindings",
                        "refusals",
                        "optional",
                    ];
                    let hint = qapi_schema::suggest::did_you_mean(other, names);
                    let text = format!("`{other}` is nothing that a suite has{hint}");
                    return Err(Error::new(name.span(), text));
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        suite.schema = schema.ok_or_else(|| input.error("a suite needs a `schema = \"…\"`"))?;
        Ok(suite)
    }
}
