//! Finding out which names are forms of one name.
//!
//! These rules are English grammar; see [`crate::language`].

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use super::bearers::{Bearers, Clue};
use crate::analysis::EntityKind;
use crate::language::Language;
use crate::language::people::Gender;
use pullquote_article::text::fold::without_marks;

/// A name prepared for comparison: in lower case, without full stops, diacritics,
/// an Arabic or English article, titles and the ending of a company’s name.
#[derive(Debug, Clone)]
pub(super) struct NameForm {
    kind: EntityKind,
    parts: Vec<String>,
    /// Whether all letters are capitals, two to six of them.
    acronym: bool,
    /// Whether the first word is initials without spaces: “J.F.”.
    initialled: bool,
    /// The gender of the person, where titles show that the article has a man
    /// and a woman of this name.
    gender: Option<Gender>,
}

impl PartialEq for NameForm {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && self.parts == other.parts && self.gender == other.gender
    }
}

impl Eq for NameForm {}

impl Hash for NameForm {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.kind, &self.parts, self.gender).hash(state);
    }
}

impl NameForm {
    pub(super) fn new(language: &Language, kind: EntityKind, words: &str) -> Self {
        let mut parts: Vec<String> = words
            .split_whitespace()
            .map(|w| {
                w.trim_matches(|c: char| !c.is_alphanumeric()).replace('.', "").replace(['’', '‘'], "'").to_lowercase()
            })
            .map(|w| plain(w.strip_suffix("'s").unwrap_or(&w)))
            .map(|w| {
                language.particles.articles.iter().find_map(|the| w.strip_prefix(the)).map(str::to_owned).unwrap_or(w)
            })
            .filter(|w| !w.is_empty())
            .collect();
        if kind == EntityKind::Person && words.starts_with('@') {
            parts.iter_mut().for_each(|w| *w = w.replace(|c: char| !c.is_alphabetic(), ""));
        }
        let first = parts.first().map_or("", String::as_str);
        let last = parts.last().map_or("", String::as_str);
        let (leading, trailing) = match kind {
            EntityKind::Person => {
                (language.people.is_dropped_title(first), language.people.words.suffixes.contains(last))
            }
            EntityKind::Organization => (first == "the", language.organizations.dropped_ends.contains(last)),
            _ => (first == "the", false),
        };
        if leading && parts.len() > 1 {
            parts.remove(0);
        }
        if trailing && parts.len() > 1 {
            parts.pop();
        }
        let joined = parts.join(" ");
        if matches!(kind, EntityKind::Place | EntityKind::Organization)
            && let Some(name) = language
                .place_alias(&joined)
                .or_else(|| language.state_of(&joined).filter(|_| kind == EntityKind::Place))
        {
            parts = name.split(' ').map(str::to_owned).collect();
        }
        let letters = words.chars().filter(|c| c.is_alphabetic()).count();
        let acronym = (2..=6).contains(&letters)
            && !words.contains(char::is_whitespace)
            && words.chars().all(|c| c.is_uppercase() || c == '.');
        if kind == EntityKind::Organization
            && parts.len() > 1
            && parts.last().is_some_and(|last| language.organizations.departments.contains(last))
        {
            // “The Justice Department” is the Department of Justice.
            parts.rotate_right(1);
            parts.insert(1, "of".to_owned());
        }
        let opening = words.split_whitespace().next().unwrap_or_default();
        let capitals =
            opening.len() < 4 && opening.chars().all(char::is_uppercase) && words.contains(char::is_lowercase);
        let initialled = kind == EntityKind::Person && (capitals || opening.matches('.').count() > 1);
        Self { kind, parts, acronym, initialled, gender: None }
    }

    /// The form with the gender of the person, where that is known.
    pub(super) fn with_gender(mut self, gender: Option<Gender>) -> Self {
        self.gender = gender;
        self
    }

    /// The words of “Orsten Harbour Police Department” without the department, which
    /// [`Self::new`] has put first.
    fn without_department(&self, language: &Language) -> Option<&[String]> {
        let (first, rest) = self.parts.split_first()?;
        let (of, rest) = rest.split_first()?;
        (of == "of" && language.organizations.departments.contains(first)).then_some(rest)
    }

    /// The family name, if it is a person’s name.
    pub(super) fn family(&self) -> Option<&str> {
        self.parts.last().map(String::as_str).filter(|_| self.kind == EntityKind::Person)
    }

    /// Whether it has one word.
    pub(super) fn is_one_word(&self) -> bool {
        self.parts.len() == 1
    }

    /// The first letters of the words that an acronym does not leave out.
    fn initials(&self, language: &Language) -> String {
        self.parts
            .iter()
            .filter(|w| !language.particles.no_initial.contains(w))
            .filter_map(|w| w.chars().next())
            .collect()
    }

    /// Whether `self` is a short form of `full`, both names of people: its
    /// last words, its first word, or its first and last word without the
    /// words between or with a given name cut to an initial.
    fn shortens_person(&self, language: &Language, full: &NameForm) -> bool {
        if self.gender.is_some_and(|own| full.gender.is_some_and(|other| own != other)) {
            return false;
        }
        // “Hall” is the Mr or Mrs Hall who was named last.
        if self.parts.len() == 1 && self.parts == full.parts {
            return self.gender.is_none() && full.gender.is_some();
        }
        if self.parts.len() >= full.parts.len() && self.parts.len() != 2 {
            return false;
        }
        let (Some(first), Some(last)) = (self.parts.first(), self.parts.last()) else { return false };
        let (Some(full_first), Some(full_last)) = (full.parts.first(), full.parts.last()) else { return false };
        (self.parts.len() < full.parts.len() && full.parts.ends_with(&self.parts))
            || (self.parts.len() == 1 && full.parts.len() > 1 && *first == full.parts.concat())
            || (self.parts.len() == 1 && first == full_first)
            || (self.parts.len() > 1 && last == full_last && may_be_one_given_name(language, first, full_first))
            || (self.initialled && self.parts.len() == 2 && last == full_last && *first == full.initials_before_last())
    }

    /// The first letters of all words but the last.
    fn initials_before_last(&self) -> String {
        let given = self.parts.get(..self.parts.len().saturating_sub(1)).unwrap_or_default();
        given.iter().filter_map(|word| word.chars().next()).collect()
    }
}

/// A word in lower case without diacritics: `Erdoğan` is also spelt `Erdogan`.
fn plain(lower: &str) -> String {
    if lower.is_ascii() {
        return lower.to_owned();
    }
    without_marks(lower)
        .map(|c| match c {
            'ı' => 'i',
            'ł' => 'l',
            'ø' => 'o',
            'đ' => 'd',
            _ => c,
        })
        .collect()
}

/// Whether two given names may be one person’s: they are equal, one is the
/// initial of the other, or one is short for the other.
fn may_be_one_given_name(language: &Language, short: &str, full: &str) -> bool {
    short == full
        || (short.chars().count() == 1 && full.starts_with(short))
        || (full.chars().count() == 1 && short.starts_with(full))
        || language.people.is_nickname(short, full)
}

/// The most full forms that a form is compared with: more than the bearers of one
/// family name in any article. Of more, only the first in the article are considered,
/// so that the time is linear in the number of forms.
const MOST_BEARERS: usize = 100;

/// For each form, the number of its group; `clues` are those beside each name, or empty. Groups are numbered from 0, in the
/// order of their first form.
pub(super) fn group_numbers(language: &Language, forms: &[NameForm], clues: &[Clue]) -> Vec<usize> {
    let index = Index::new(language, forms);
    let mut numbers: HashMap<usize, usize> = HashMap::new();
    let own = |form| index.number.get(form).copied();
    let names = forms.iter().filter_map(|form| Some((form, index.heads(form), own(form)?)));
    let mut bearers = Bearers::new(clues, names);
    let mut groups = Vec::with_capacity(forms.len());
    for (at, form) in forms.iter().enumerate() {
        let own = own(form).unwrap_or(at);
        let head = bearers.choose(at, form, index.heads(form), own);
        let next = numbers.len();
        groups.push(*numbers.entry(head).or_insert(next));
    }
    groups
}

/// The least bytes of a family name that may be misspelt: shorter names are often as near to each other.
const LEAST_MISSPELT: usize = 6;

/// How many of the first forms of an article a family name may be a misspelling of, so that the time is
/// linear in the number of forms.
const MOST_COMPARED: usize = 200;

/// Whether two family names in lower case differ by one letter, which is not the first, and not an “s”
/// at the end: that is a family.
fn is_misspelt(one: &str, other: &str) -> bool {
    let family = one.strip_suffix('s') == Some(other) || other.strip_suffix('s') == Some(one);
    one.chars().next() == other.chars().next() && !family && strsim::osa_distance(one, other) == 1
}

/// The distinct forms of an article, by keys that short and full forms share.
struct Index<'f> {
    language: &'f Language,
    distinct: Vec<&'f NameForm>,
    number: HashMap<&'f NameForm, usize>,
    /// People by their first and last words, organizations by first word and
    /// initials.
    by_key: HashMap<(EntityKind, String), Vec<usize>>,
    head: Vec<Vec<usize>>,
    /// How often the article has each form.
    times: Vec<usize>,
}

/// A company that is named before and this many times as often as a longer name with its word is
/// not short for that: it is the owner of “Halvard Community Hub”.
const OWN_NAME: usize = 4;

impl<'f> Index<'f> {
    fn new(language: &'f Language, forms: &'f [NameForm]) -> Self {
        let mut index = Self {
            language,
            distinct: Vec::new(),
            number: HashMap::new(),
            by_key: HashMap::new(),
            head: Vec::new(),
            times: Vec::new(),
        };
        for form in forms {
            let next = index.distinct.len();
            let number = *index.number.entry(form).or_insert(next);
            if number == next {
                index.distinct.push(form);
                index.times.push(0);
            }
            index.times.iter_mut().skip(number).take(1).for_each(|times| *times += 1);
        }
        for (i, form) in index.distinct.iter().enumerate() {
            for key in keys(language, form) {
                index.by_key.entry((form.kind, key)).or_default().push(i);
            }
        }
        // Fuller forms first, so that the heads of others are known when
        // a short form needs them.
        let mut order: Vec<usize> = (0..index.distinct.len()).collect();
        order.sort_by_key(|&i| {
            std::cmp::Reverse(index.distinct.get(i).map_or((0, false), |f| (f.parts.len(), f.gender.is_some())))
        });
        index.head = vec![Vec::new(); index.distinct.len()];
        for i in order {
            let heads = index.find(i);
            if let Some(slot) = index.head.get_mut(i) {
                *slot = heads;
            }
        }
        index
    }

    /// The full forms that `form` may be short for; itself if there is none.
    fn heads(&self, form: &NameForm) -> &[usize] {
        self.number.get(form).and_then(|&i| self.head.get(i)).map_or(&[], Vec::as_slice)
    }

    /// The heads of the distinct form `i`, if they are known.
    fn known_heads(&self, i: usize) -> Option<&[usize]> {
        self.head.get(i).map(Vec::as_slice).filter(|heads| !heads.is_empty())
    }

    /// Whether a short form of one word is an organization of its own beside a fuller one.
    fn owns(&self, short: usize, full: usize) -> bool {
        let word = |form: &&NameForm| form.kind == EntityKind::Organization && form.is_one_word() && !form.acronym;
        let times = |i: usize| self.times.get(i).copied().unwrap_or(0);
        self.distinct.get(short).is_some_and(word) && short < full && times(short) >= OWN_NAME * times(full)
    }

    /// The person of whose family name a form is another spelling: “McLenney” for Ann McClenney, who
    /// is named before. Empty if several people are.
    fn misspelt(&self, i: usize, form: &NameForm) -> Vec<usize> {
        let own = form.parts.first().filter(|_| form.kind == EntityKind::Person && form.is_one_word());
        let Some(own) = own.filter(|own| own.len() >= LEAST_MISSPELT) else { return Vec::new() };
        let people = self.distinct.iter().take(i.min(MOST_COMPARED)).enumerate();
        let near = people.filter(|(_, full)| {
            let family = full.parts.last().filter(|_| full.kind == EntityKind::Person && full.parts.len() > 1);
            family.is_some_and(|family| is_misspelt(own, family))
        });
        let found: Vec<usize> = near.map(|(at, _)| at).take(2).collect();
        if let [only] = found[..] { self.known_heads(only).map_or(vec![only], <[usize]>::to_vec) } else { Vec::new() }
    }

    fn find(&self, i: usize) -> Vec<usize> {
        let Some(&form) = self.distinct.get(i) else { return vec![i] };
        let mut found: Vec<usize> = Vec::new();
        for key in look_up(self.language, form) {
            for &other in self.by_key.get(&(form.kind, key)).into_iter().flatten().take(MOST_BEARERS) {
                let Some(&full) = self.distinct.get(other) else { continue };
                if other == i || !shortens(self.language, form, full) || self.owns(i, other) {
                    continue;
                }
                let heads = self.known_heads(other);
                if full.parts.len() == form.parts.len() && heads.is_none() {
                    continue;
                }
                let heads = heads.unwrap_or(std::slice::from_ref(&other));
                found.extend(heads.iter().filter(|&&h| h != i));
            }
            if !found.is_empty() {
                break;
            }
        }
        if found.is_empty() {
            found = self.misspelt(i, form);
        }
        found.sort_unstable();
        found.dedup();
        found.truncate(MOST_BEARERS);
        let unique_only = form.kind == EntityKind::Organization && !form.acronym;
        if found.is_empty() || (unique_only && found.len() > 1) { vec![i] } else { found }
    }
}

/// The keys by which short forms find a form.
fn keys(language: &Language, form: &NameForm) -> Vec<String> {
    let mut keys = Vec::new();
    match form.kind {
        EntityKind::Person => {
            keys.extend(form.parts.last().map(|w| format!("last {w}")));
            if form.parts.len() > 1 {
                keys.extend(form.parts.first().map(|w| format!("first {w}")));
                keys.push(format!("handle {}", form.parts.concat()));
            }
        }
        EntityKind::Organization if form.parts.len() > 1 => {
            keys.extend(form.parts.first().map(|w| format!("first {w}")));
            let named = form.without_department(language).filter(|rest| rest.len() > 1);
            keys.extend(named.and_then(<[String]>::first).map(|w| format!("first {w}")));
            let initials = form.initials(language);
            let all: String = form.parts.iter().filter_map(|w| w.chars().next()).collect();
            if all != initials {
                keys.push(format!("initials {all}"));
            }
            keys.push(format!("initials {initials}"));
        }
        EntityKind::Group => keys.push(form.parts.join(" ")),
        _ => {}
    }
    keys
}

/// The keys by which a form looks for fuller ones, the likeliest first.
fn look_up(language: &Language, form: &NameForm) -> Vec<String> {
    match (form.kind, form.parts.as_slice()) {
        (EntityKind::Person, [word]) => {
            vec![format!("last {word}"), format!("first {word}"), format!("handle {word}")]
        }
        (EntityKind::Person, [.., last]) => vec![format!("last {last}")],
        (EntityKind::Organization, [word]) if form.acronym => vec![format!("initials {word}"), format!("first {word}")],
        (EntityKind::Organization, [word]) if !language.organizations.shared_first.contains(word) => {
            vec![format!("first {word}")]
        }
        (EntityKind::Organization, [first, _, ..]) => vec![format!("first {first}")],
        (EntityKind::Group, parts) => {
            parts.join(" ").strip_suffix('s').map(|one| vec![one.to_owned()]).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

fn shortens(language: &Language, form: &NameForm, full: &NameForm) -> bool {
    match form.kind {
        EntityKind::Person => form.shortens_person(language, full),
        EntityKind::Organization => {
            // “United Nations” is not short for the Security Council of the United Nations.
            let named = full.without_department(language) == Some(&form.parts);
            form.parts.len() < full.parts.len() && (form.parts.len() == 1 || named)
        }
        EntityKind::Group => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
