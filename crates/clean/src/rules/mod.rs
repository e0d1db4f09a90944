//! The cleaning rules: tables of patterns and of element names in
//! `assets/rules/`, and the rules that need a block's surroundings, in code.

pub(crate) mod context;
mod cut;
pub(crate) mod elements;
pub(crate) mod patterns;
pub(crate) mod searched_text;

pub(crate) use context::ContextRule;
pub(crate) use cut::Cut;
pub(crate) use elements::ElementRules;
pub(crate) use patterns::{ActiveRules, Rules};

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::language::Language;
    use crate::tests::sources;

    /// The names of all rules: those of the tables and those in code.
    fn names() -> Vec<&'static str> {
        let language = Language::bundled();
        let patterns = language.rules.rules.iter().map(|r| r.name);
        let appeals = language.rules.appeals.iter().map(|a| a.name);
        let credits = language.rules.credits.iter().map(|r| r.name);
        let elements = language.elements.rules().iter().map(|r| r.name);
        let context = ContextRule::ALL.iter().map(|r| r.name());
        patterns.chain(appeals).chain(credits).chain(elements).chain(context).collect()
    }

    #[test]
    fn every_rule_has_a_name_of_its_own() {
        let mut seen = HashSet::new();
        for name in names() {
            assert!(seen.insert(name), "two rules are called {name}");
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
        }
    }

    #[test]
    fn every_removal_names_a_rule_of_the_tables() {
        // `Cut` can only be made of a rule, so it is enough that nothing else
        // calls the article builder. A person's own rules are not a table of ours.
        let callers: Vec<String> =
            sources().into_iter().filter(|(_, code)| code.contains("builder.removed(")).map(|(file, _)| file).collect();
        assert_eq!(callers, ["rules/cut.rs", "user_rules.rs"]);
        let page = r#"<title>The pier is open again</title><nav>Home</nav><p>Sections</p><article><h1>The pier is open again</h1>
            <p>The harbour at Lindhaven stayed shut for a third day while divers looked for the anchor that a barge lost.</p>
            <p>Read more: The night the bridges went</p><p>Nobody had seen a queue like it since the lock gates froze, he said.</p>
            <h2>Elsewhere</h2></article>"#;
        let known: HashSet<&str> = names().into_iter().collect();
        let article = crate::extract(page, None);
        let removed: Vec<&str> = article.removed().iter().map(|r| r.rule.as_str()).collect();
        assert!(removed.len() >= 4, "{removed:?}");
        for rule in removed {
            assert!(known.contains(rule), "{rule} is in no table");
        }
    }
}
