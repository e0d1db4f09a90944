//! Finding out which names of an article are forms of one name.

use std::collections::HashMap;

use super::bearers::{Bearers, Clue};
use super::full_forms::FullForms;
use super::name_form::NameForm;
use crate::language::Language;

/// For each form, the number of its group; `clues` are those beside each name, or empty. Groups are
/// numbered from 0, in the order of their first form.
pub(super) fn group_numbers(language: &Language, forms: &[NameForm], clues: &[Clue]) -> Vec<usize> {
    let full = FullForms::of(language, forms);
    let mut numbers: HashMap<usize, usize> = HashMap::new();
    let names = forms.iter().filter_map(|form| Some((form, full.full_forms(form), full.number(form)?)));
    let mut bearers = Bearers::new(clues, names);
    let mut groups = Vec::with_capacity(forms.len());
    for (at, form) in forms.iter().enumerate() {
        let own = full.number(form).unwrap_or(at);
        let bearer = bearers.choose(at, form, full.full_forms(form), own);
        let next = numbers.len();
        groups.push(*numbers.entry(bearer).or_insert(next));
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::EntityKind;
    use EntityKind::{Group, Organization, Person, Place};

    fn groups(names: &[(EntityKind, &str)]) -> Vec<usize> {
        let language = Language::english();
        group_numbers(
            language,
            &names.iter().map(|&(kind, name)| NameForm::new(language, kind, name)).collect::<Vec<_>>(),
            &[],
        )
    }

    fn of(kind: EntityKind, names: &[&str]) -> Vec<usize> {
        groups(&names.iter().map(|&name| (kind, name)).collect::<Vec<_>>())
    }

    #[test]
    fn a_last_name_a_first_name_and_a_title_are_the_full_name() {
        assert_eq!(of(Person, &["Okafor", "Ada Okafor", "Ada", "Mr. Okafor", "Ada Okafor’s"]), [0; 5]);
        assert_eq!(of(Person, &["Ilse van der Meer", "van der Meer", "Meer"]), [0; 3]);
    }

    #[test]
    fn initials_and_short_given_names_are_the_full_name() {
        assert_eq!(of(Person, &["Joseph R. Tully Jr.", "Joe Tully", "J. Tully", "Joseph Tully"]), [0; 4]);
        assert_eq!(of(Person, &["Bo Tully", "Ann Tully"]), [0, 1]);
    }

    #[test]
    fn initials_run_together_are_the_given_names() {
        assert_eq!(of(Person, &["John Francis Tully Jr.", "J.F. Tully", "JF Tully", "Tully Jr."]), [0; 4]);
        assert_eq!(of(Person, &["Britt Olsen Ek", "Bo Ek", "BO EK"]), [0, 1, 1]);
        assert_eq!(of(Person, &["John Francis Tully", "B.F. Tully"]), [0, 1]);
    }

    #[test]
    fn a_department_of_justice_is_the_justice_department() {
        let names =
            ["Department of Justice", "the Justice Department", "DOJ", "Ministry of Justice", "Justice Ministry"];
        assert_eq!(of(Organization, &names), [0, 0, 0, 1, 1]);
        assert_eq!(of(Organization, &["University of Orsten", "Orsten University"]), [0, 1]);
    }

    #[test]
    fn of_two_people_with_one_family_name_the_one_named_last_is_meant() {
        let names = ["Ann Tully", "Bo Tully", "Tully", "Ann", "Tully", "Tullys"];
        assert_eq!(of(Person, &names), [0, 1, 1, 0, 0, 2]);
    }

    #[test]
    fn thousands_of_people_with_one_family_name_take_linear_time() {
        let name = |n: usize| format!("{}{}a{}z Holm", char::from(b'A' + u8::try_from(n % 26).unwrap()), n % 7, n);
        let names: Vec<String> = (0..20_000).flat_map(|n| [name(n), "Holm".to_owned()]).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let begun = cpu_time::ThreadTime::now();
        let groups = of(Person, &names);
        assert_eq!(groups[..2], [0, 0]);
        assert_eq!(groups.iter().max(), Some(&19_999), "each is a person of their own");
        // It took minutes when each was compared with all others.
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }

    #[test]
    fn an_acronym_is_its_long_form() {
        let names = ["Northern Water Board", "NWB", "the Northern Water Board", "NTB"];
        assert_eq!(of(Organization, &names), [0, 0, 0, 1]);
        assert_eq!(of(Organization, &["N.G.O.", "Norse Guild of Oarsmen"]), [0, 0]);
    }

    #[test]
    fn a_company_goes_by_its_first_word_but_a_bank_does_not() {
        assert_eq!(of(Organization, &["Halvard Shipping Ltd", "Halvard", "Halvard Shipping"]), [0; 3]);
        assert_eq!(of(Organization, &["Bank of Norsia", "Bank"]), [0, 1]);
        assert_eq!(of(Organization, &["Halvard Shipping", "Halvard Mining", "Halvard"]), [0, 1, 2]);
        let often = ["Halvard", "Halvard", "Halvard", "Halvard", "Halvard Community Hub"];
        assert_eq!(of(Organization, &often), [0, 0, 0, 0, 1]);
        assert_eq!(of(Organization, &often[1..]), [0; 4]);
    }

    #[test]
    fn an_organization_without_its_department_is_the_same_and_without_another_word_is_not() {
        assert_eq!(of(Organization, &["Orsten Harbour Police Department", "Orsten Harbour Police"]), [0, 0]);
        assert_eq!(of(Organization, &["Union of Norsia Board", "Union of Norsia"]), [0, 1]);
    }

    #[test]
    fn an_abbreviated_state_is_the_state_and_no_organization() {
        assert_eq!(of(Place, &["New Hampshire", "N.H.", "NH"]), [0; 3]);
        assert_eq!(of(Organization, &["Salmon Council", "SC"]), [0; 2]);
    }

    #[test]
    fn a_country_has_aliases_and_its_people_are_another_entity() {
        assert_eq!(of(Place, &["U.S.", "the United States", "US", "America"]), [0; 4]);
        assert_eq!(groups(&[(Place, "Russia"), (Group, "Russian"), (Group, "Russians")]), [0, 1, 1]);
    }

    #[test]
    fn a_name_may_come_without_its_particles_and_the_arabic_article() {
        assert_eq!(of(Person, &["Karim al-Haddad", "Haddad", "al-Haddad", "Al-Haddad"]), [0; 4]);
        assert_eq!(of(Person, &["Lucía de la Peña", "de la Peña", "Peña"]), [0; 3]);
    }

    #[test]
    fn diacritics_apostrophes_and_hyphens_do_not_split_a_name() {
        assert_eq!(of(Person, &["Çağla Yıldız", "Yildiz", "Cagla Yildiz"]), [0; 3]);
        assert_eq!(of(Person, &["Nora O’Dell", "O'Dell"]), [0; 2]);
        assert_eq!(of(Person, &["Kim Yo-han", "Kim", "Yo-han"]), [0; 3]);
        assert_eq!(of(Person, &["Ann Lee-Tully", "Lee-Tully"]), [0; 2]);
    }

    #[test]
    fn a_handle_is_the_name_that_it_spells() {
        assert_eq!(of(Person, &["Ada Okafor", "@adaokafor", "@AdaOkafor_1", "@botully"]), [0, 0, 0, 1]);
    }

    #[test]
    fn an_acronym_may_count_the_small_words() {
        assert_eq!(of(Organization, &["Board of Rivers", "BOR", "Union of Oar and Sail", "UOS"]), [0, 0, 1, 1]);
    }

    #[test]
    fn a_whole_family_is_none_of_its_members() {
        assert_eq!(of(Person, &["Ann Tully", "Bo Tully", "the Tullys", "Tullys"])[..2], [0, 1]);
        assert!(of(Person, &["Ann Tully", "Bo Tully", "Tullys"])[2] > 1);
    }

    #[test]
    fn capitals_of_a_headline_do_not_split_a_name() {
        assert_eq!(of(Person, &["ADA OKAFOR", "Ada Okafor"]), [0, 0]);
    }
}
