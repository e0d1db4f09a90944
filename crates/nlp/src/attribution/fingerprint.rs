//! The fingerprint of the format of the attribution weights: the names of the feature
//! templates, the layout of the network inputs, the codes of the enums and the sizes of the
//! tables. Weights do not fit another format, so a file with another fingerprint is
//! refused.

use super::codes;
use super::confidence::Confidence;
use super::features::RANKING_TEMPLATES;
use super::network;
use super::network::HIDDEN_UNITS;
use super::weights;
use super::weights::SLOTS;
use crate::attribution::network_inputs::LAYOUT;
use crate::lexicon::hash::hash_bytes;

/// The fingerprint of the format: the hash of [`description`].
pub(super) fn of_format() -> u64 {
    hash_bytes(description().as_bytes())
}

/// The meaning of the numbers in a file of weights, one line for each of them. The text
/// must not change, because its hash is in the file.
fn description() -> String {
    let mut lines = vec![
        format!("slots {SLOTS} of {}", weights::UNIT),
        format!("units {HIDDEN_UNITS} of {}", network::UNIT),
        format!("curve {}", Confidence::BYTES),
    ];
    // A feature's slot depends on the name of its template, not on its place.
    let mut templates = RANKING_TEMPLATES.to_vec();
    templates.sort_unstable();
    lines.extend(templates.iter().map(|name| format!("template {name}")));
    lines.extend(LAYOUT.iter().map(|(name, values)| format!("fact {name} {values}")));
    for (of, variants) in codes::ALL {
        let mut variants = variants.to_vec();
        variants.sort_unstable_by_key(|(_, code)| *code);
        lines.extend(variants.iter().map(|(name, code)| format!("code {of} {name} {code}")));
    }
    lines.join("\n")
}
