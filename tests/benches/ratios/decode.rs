//! Decoding the reply of `query-qmp-schema`, against what one would write by
//! hand with serde's derive.

use std::hint::black_box;

use qapi_types::Command;
use qapi_types::qmp::commands::QueryQmpSchema;
use serde_json::value::RawValue;

use crate::inputs::DUMP;
use crate::ratio::Pairs;

/// An internally tagged enum, the straightforward way.
mod tagged {
    use serde::Deserialize;

    #[derive(Deserialize)]
    #[serde(tag = "meta-type", rename_all = "kebab-case")]
    #[expect(dead_code, reason = "decoding is what is measured")]
    pub(super) enum SchemaInfo {
        #[serde(rename_all = "kebab-case")]
        Builtin {
            name: String,
            features: Option<Vec<String>>,
            json_type: String,
        },
        Enum {
            name: String,
            features: Option<Vec<String>>,
            members: Vec<Member>,
            values: Vec<String>,
        },
        #[serde(rename_all = "kebab-case")]
        Array {
            name: String,
            features: Option<Vec<String>>,
            element_type: String,
        },
        Object {
            name: String,
            features: Option<Vec<String>>,
            members: Vec<ObjectMember>,
            tag: Option<String>,
            variants: Option<Vec<Variant>>,
        },
        Alternate {
            name: String,
            features: Option<Vec<String>>,
            members: Vec<AlternateMember>,
        },
        #[serde(rename_all = "kebab-case")]
        Command {
            name: String,
            features: Option<Vec<String>>,
            arg_type: String,
            ret_type: String,
            allow_oob: Option<bool>,
        },
        #[serde(rename_all = "kebab-case")]
        Event {
            name: String,
            features: Option<Vec<String>>,
            arg_type: String,
        },
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "decoding is what is measured")]
    pub(super) struct Member {
        name: String,
        features: Option<Vec<String>>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "decoding is what is measured")]
    pub(super) struct ObjectMember {
        name: String,
        r#type: String,
        default: Option<serde_json::Value>,
        features: Option<Vec<String>>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "decoding is what is measured")]
    pub(super) struct AlternateMember {
        r#type: String,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "decoding is what is measured")]
    pub(super) struct Variant {
        case: String,
        r#type: String,
    }
}

/// Everything in one struct: what one writes by hand when speed matters.
mod flat {
    use serde::Deserialize;

    #[derive(Deserialize)]
    #[serde(rename_all = "kebab-case")]
    #[expect(dead_code, reason = "decoding is what is measured")]
    pub(super) struct SchemaInfo {
        name: String,
        meta_type: String,
        features: Option<Vec<String>>,
        json_type: Option<String>,
        element_type: Option<String>,
        arg_type: Option<String>,
        ret_type: Option<String>,
        allow_oob: Option<bool>,
        tag: Option<String>,
        values: Option<Vec<String>>,
        members: Option<Vec<Member>>,
        variants: Option<Vec<Variant>>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "decoding is what is measured")]
    pub(super) struct Member {
        name: Option<String>,
        r#type: Option<String>,
        default: Option<serde_json::Value>,
        features: Option<Vec<String>>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "decoding is what is measured")]
    pub(super) struct Variant {
        case: String,
        r#type: String,
    }
}

type Reply = <QueryQmpSchema as Command>::Reply;

pub(crate) fn bench(pairs: &mut Pairs<'_>) {
    // As the client decodes it: the reply's text, cut out of its envelope.
    let text = std::str::from_utf8(DUMP).expect("the dump is text");
    let raw: &RawValue = serde_json::from_str(text).expect("the dump is JSON");
    let json = raw.get().as_bytes();
    pairs.pair(
        "decode-query-qmp-schema",
        json.len(),
        1.1,
        ("bindings", || {
            serde_json::from_slice::<Reply>(black_box(json)).expect("it decodes")
        }),
        ("derive-tagged", || {
            serde_json::from_slice::<Vec<tagged::SchemaInfo>>(black_box(json)).expect("it decodes")
        }),
    );
    pairs.time("decode-query-qmp-schema", json.len(), "derive-flat", || {
        serde_json::from_slice::<Vec<flat::SchemaInfo>>(black_box(json)).expect("it decodes")
    });
    pairs.ratio("decode-query-qmp-schema", "bindings", "derive-flat", None);
}
