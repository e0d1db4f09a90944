//! The numbers of military units: “65th Air Division”, “4 Air Defence Wing”. The model
//! often leaves a number before a name out.

use super::Context;
use crate::analysis::EntityKind;
use crate::entity::name::Name;

/// The endings of ordinal numbers.
const ORDINALS: [&str; 5] = ["st", "nd", "rd", "th", "d"];

/// Puts the number before the name of a military unit into the name.
pub(super) fn add_numbers(context: &Context<'_>, names: &mut Vec<Name>) {
    let Context { text, language, .. } = *context;
    let mut last_end = 0;
    for name in names.iter_mut() {
        let last = name.span.of(text).rsplit(' ').next().unwrap_or_default().to_lowercase();
        if name.kind == EntityKind::Organization
            && language.organizations.units.contains(&last as &str)
            && let Some(start) = number_before(text, name.span.start).filter(|start| *start >= last_end)
        {
            name.span.start = start;
        }
        last_end = name.span.end;
    }
}

/// The first byte of the number right before a name: “65th ”, “4 ”.
fn number_before(text: &str, name: usize) -> Option<usize> {
    let before = text.get(..name)?.strip_suffix(' ')?;
    let start = before.rfind(|c: char| !c.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
    let word = before.get(start..)?;
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let ending = word.get(digits.len()..)?;
    let number = (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    (number && (ending.is_empty() || ORDINALS.contains(&ending))).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::repair::testing::repaired_words;
    use EntityKind::{Organization, Place};

    #[test]
    fn the_number_before_a_military_unit_belongs_to_its_name() {
        let text = "The 65th Air Division and 4 Air Defence Wing met 12 Orsten Bank guards and 1943 Orsten Division.";
        let listed = ["Air Division", "Air Defence Wing", "Orsten Bank", "Orsten Division"];
        let found = repaired_words(add_numbers, text, &listed.map(|name| (name, Organization)), &[]);
        assert_eq!(found, ["65th Air Division", "4 Air Defence Wing", "Orsten Bank", "Orsten Division"]);
    }

    #[test]
    fn a_place_keeps_its_beginning() {
        let text = "in 2 Linden Wing";
        assert_eq!(repaired_words(add_numbers, text, &[("Linden Wing", Place)], &[]), ["Linden Wing"]);
    }
}
