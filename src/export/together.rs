//! Several articles in one file.

use crate::json_text;
use serde_json::Value;

/// How the exports of several articles are put into one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Together {
    /// One after the other, with a blank line between.
    Appended,
    /// As one table; the line with the names of the columns comes once.
    Table,
    /// As one JSON array.
    Array,
    /// Not at all: each article needs a file of its own.
    Never,
}

impl Together {
    /// One file from `texts`, each the export of one article; `None` where the
    /// format can't hold several.
    #[must_use]
    pub fn join(self, texts: &[String]) -> Option<String> {
        match self {
            Together::Never => match texts {
                [] => Some(String::new()),
                [one] => Some(one.clone()),
                _ => None,
            },
            Together::Appended => Some(texts.join("\n")),
            Together::Table => {
                let bodies = texts.iter().skip(1).filter_map(|text| text.split_once('\n')).map(|(_, body)| body);
                Some(texts.first().map(String::as_str).into_iter().chain(bodies).collect())
            }
            Together::Array => {
                let values = texts.iter().filter_map(|text| serde_json::from_str(text).ok());
                let values: Vec<Value> = values
                    .flat_map(|value| if let Value::Array(values) = value { values } else { vec![value] })
                    .collect();
                let mut text = json_text::indented(&values).ok()?;
                text.push('\n');
                Some(text)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_articles_are_one_table_or_one_array() {
        let texts = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
        assert_eq!(Together::Table.join(&texts(&["a,b\n1,2\n", "a,b\n3,4\n"])).as_deref(), Some("a,b\n1,2\n3,4\n"));
        let array = Together::Array.join(&texts(&["{\"a\":1}\n", "[2,3]\n"])).unwrap();
        assert_eq!(array.split_whitespace().collect::<String>(), "[{\"a\":1},2,3]");
        assert_eq!(Together::Never.join(&texts(&["a", "b"])), None);
    }
}
