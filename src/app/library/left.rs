//! The list that the library shows, to come back to it and to go on in it.

use jiff::civil::Date;

use super::LibraryScreen;
use pullquote_library::Query;
use pullquote_library::store::{Sort, View};

/// A list as it was shown, to come back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftList {
    view: View,
    filter: String,
    sort: Sort,
}

impl LeftList {
    /// The query of its articles; `today` is what dates count from.
    #[must_use]
    pub fn query(&self, today: Date) -> Query {
        query(&self.view.query, &self.filter, today).0
    }

    /// The order of its articles.
    #[must_use]
    pub fn sort(&self) -> Sort {
        self.sort
    }
}

/// The query of an open list and the typed one; the typed one is left out if something is wrong with it, which is
/// the second value.
pub(super) fn query(of_view: &str, typed: &str, today: Date) -> (Query, Option<String>) {
    let view = Query::parse(of_view, today).unwrap_or_else(|_| Query::everything());
    match Query::parse_typed(typed, today) {
        Ok(typed) => (view.and(typed), None),
        Err(error) => (view, Some(error.to_string())),
    }
}

/// The list of everything, before the number of its articles is known.
pub(super) fn all_articles() -> View {
    View { name: "All".to_owned(), query: String::new(), articles: 0 }
}

impl LibraryScreen {
    /// The same screen with the list that was shown when it was left.
    #[must_use]
    pub fn with_list(mut self, left: Option<LeftList>) -> Self {
        let Some(LeftList { view, filter, sort }) = left else { return self };
        if self.views.iter().all(|known| known.name != view.name) {
            self.view = self.views.len();
            self.views.push(view);
        }
        Self { filter, sort, ..self }
    }

    /// The list that is shown.
    #[must_use]
    pub fn left_list(&self) -> LeftList {
        let view = self.views.get(self.view).cloned().unwrap_or_else(all_articles);
        LeftList { view, filter: self.filter.clone(), sort: self.sort }
    }
}
