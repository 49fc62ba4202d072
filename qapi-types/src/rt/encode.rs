//! Values to a serializer.

use serde::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::node::{Get, Node, Shape, View};

/// Serializes a value.
#[inline]
pub fn ser<N: Node + ?Sized, S: Serializer>(node: &N, serializer: S) -> Result<S::Ok, S::Error> {
    let mut serializer = Some(serializer);
    let mut result = None;
    node.view(View(&mut |shape| {
        if let Some(serializer) = serializer.take() {
            result = Some(match shape {
                Shape::Object(_, members) => encode_object(members, serializer),
                shape => encode(&shape, serializer),
            });
        }
    }));
    result.unwrap_or_else(|| Err(S::Error::custom("nothing to encode")))
}

pub(super) struct EncodedNode<'a>(pub(super) &'a dyn Node);

impl Serialize for EncodedNode<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ser(self.0, serializer)
    }
}

fn encode<S: Serializer>(shape: &Shape<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    match *shape {
        Shape::Object(_, members) => encode_object(members, serializer),
        Shape::Rest(branch) => serializer.collect_map(branch.members()),
        Shape::List(list) => {
            let mut seq = serializer.serialize_seq(Some(list.count()))?;
            for index in 0.. {
                let Some(element) = list.at(index) else { break };
                seq.serialize_element(&EncodedNode(element))?;
            }
            seq.end()
        }
        Shape::Enum(value) => serializer.serialize_str(value.name()),
        Shape::Str(value) => serializer.serialize_str(value),
        Shape::Int(value) => value.serialize(serializer),
        Shape::Bool(value) => serializer.serialize_bool(value),
        Shape::Number(value) => serializer.serialize_f64(value),
        Shape::Any(value) => value.serialize(serializer),
        Shape::Stray(kind) => kind.0.serialize(serializer),
        // Absent members are left out before it comes to this.
        Shape::Null | Shape::Absent => serializer.serialize_unit(),
    }
}

fn encode_object<S: Serializer>(members: &[Get<'_>], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(members.is_empty().then_some(0))?;
    encode_members(members, &mut map)?;
    map.end()
}

fn encode_members<M: SerializeMap>(members: &[Get<'_>], map: &mut M) -> Result<(), M::Error> {
    for member in members {
        match *member {
            Get::Str(name, value) => map.serialize_entry(name, value)?,
            Get::OptStr(name, Some(value)) => map.serialize_entry(name, value)?,
            Get::Int(name, value) => map.serialize_entry(name, value)?,
            Get::OptInt(name, Some(value)) => map.serialize_entry(name, value)?,
            Get::U64(name, value) => map.serialize_entry(name, value)?,
            Get::OptU64(name, Some(value)) => map.serialize_entry(name, value)?,
            Get::I64(name, value) => map.serialize_entry(name, value)?,
            Get::OptI64(name, Some(value)) => map.serialize_entry(name, value)?,
            Get::Bool(name, value) => map.serialize_entry(name, value)?,
            Get::OptBool(name, Some(value)) => map.serialize_entry(name, value)?,
            Get::OptStr(_, None)
            | Get::OptInt(_, None)
            | Get::OptU64(_, None)
            | Get::OptI64(_, None)
            | Get::OptBool(_, None)
            | Get::OptNode(_, None)
            | Get::Secret(_, None)
            | Get::OptTag(_, None) => {}
            Get::Node(name, value)
            | Get::OptNode(name, Some(value))
            | Get::Secret(name, Some(value)) => {
                map.serialize_entry(name, &EncodedNode(value))?;
            }
            Get::Tag(name, branches) | Get::OptTag(name, Some(branches)) => {
                let (tag, node) = branches.branch();
                map.serialize_entry(name, tag)?;
                if let Some(node) = node {
                    encode_branch(node, map)?;
                }
            }
        }
    }
    Ok(())
}

fn encode_branch<M: SerializeMap>(node: &dyn Node, map: &mut M) -> Result<(), M::Error> {
    let mut result = Ok(());
    node.view(View(&mut |shape| {
        result = match shape {
            Shape::Object(_, members) => encode_members(members, map),
            Shape::Rest(branch) => branch
                .members()
                .try_for_each(|(name, value)| map.serialize_entry(name, value)),
            _ => Ok(()),
        };
    }));
    result
}
