//! A player's position before a name is no part of it: “Winger Bo Lind” is Bo Lind.
//!
//! These rules are English grammar; see [`crate::language`].

use super::Context;
use crate::analysis::EntityKind;
use crate::entity::name::Name;

/// Removes such words from the names of people that have two more words.
pub(super) fn remove(context: &Context<'_>, names: &mut Vec<Name>) {
    let players = &context.language.people.words.players;
    for name in names.iter_mut().filter(|name| name.kind == EntityKind::Person) {
        let Some((first, rest)) = name.span.of(context.text).split_once(' ') else { continue };
        if players.contains_any_case(first) && rest.trim_start().contains(' ') {
            name.span.start = name.span.end - rest.trim_start().len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::repair::testing::repaired_words;
    use EntityKind::Person;

    #[test]
    fn a_position_in_a_team_is_no_part_of_a_name() {
        let text = "Winger Bo Lind passed to Goalkeeper Ann Holt. Striker Ek shot.";
        let names = [("Winger Bo Lind", Person), ("Goalkeeper Ann Holt", Person), ("Striker Ek", Person)];
        let found = repaired_words(remove, text, &names, &[]);
        assert_eq!(found, ["Bo Lind", "Ann Holt", "Striker Ek"]);
    }
}
