//! Which names are forms of one name.

use crate::nlp::EntityKind;

/// A name made ready to be compared: lower case, without full stops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    kind: EntityKind,
    parts: Vec<String>,
}

impl Form {
    pub(super) fn new(kind: EntityKind, words: &str) -> Self {
        let parts = words
            .split_whitespace()
            .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).replace('.', "").to_lowercase())
            .filter(|w| !w.is_empty())
            .collect();
        Self { kind, parts }
    }

    /// Whether this form says more than `other`: it has more parts.
    pub(super) fn is_fuller_than(&self, other: &Form) -> bool {
        self.parts.len() > other.parts.len()
    }

    /// Whether `self` is a short form of the fuller `full`.
    fn shortens(&self, full: &Form) -> bool {
        self.kind == full.kind
            && self.parts.len() < full.parts.len()
            && match self.kind {
                EntityKind::Person => full.parts.ends_with(&self.parts) || full.parts.starts_with(&self.parts),
                _ => false,
            }
    }
}

/// For each form, the number of the group it belongs to: groups are numbered
/// from 0 in the order of their first form.
pub(super) fn group(forms: &[Form]) -> Vec<usize> {
    let mut heads: Vec<&Form> = Vec::new();
    for form in forms {
        if !heads.contains(&form) && !forms.iter().any(|full| form.shortens(full)) {
            heads.push(form);
        }
    }
    let mut order: Vec<usize> = Vec::new();
    let mut groups = Vec::with_capacity(forms.len());
    for form in forms {
        let head = heads.iter().position(|h| *h == form || form.shortens(h)).unwrap_or(0);
        let group = order.iter().position(|&h| h == head).unwrap_or_else(|| {
            order.push(head);
            order.len() - 1
        });
        groups.push(group);
    }
    groups
}
