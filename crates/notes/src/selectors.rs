//! The selectors of one annotation, shared by its copies.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use crate::annotation::Selector;

/// A list of selectors that is cheap to copy: copies share it until one of them
/// is changed. Notebooks, saves and merges copy all annotations, and most of an
/// annotation's memory is its selectors. It is used like a [`Vec`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selectors(Arc<Vec<Selector>>);

impl Deref for Selectors {
    type Target = Vec<Selector>;

    fn deref(&self) -> &Vec<Selector> {
        &self.0
    }
}

impl DerefMut for Selectors {
    fn deref_mut(&mut self) -> &mut Vec<Selector> {
        Arc::make_mut(&mut self.0)
    }
}

impl From<Vec<Selector>> for Selectors {
    fn from(selectors: Vec<Selector>) -> Self {
        Self(Arc::new(selectors))
    }
}

impl FromIterator<Selector> for Selectors {
    fn from_iter<I: IntoIterator<Item = Selector>>(selectors: I) -> Self {
        Vec::from_iter(selectors).into()
    }
}

impl<'a> IntoIterator for &'a Selectors {
    type Item = &'a Selector;
    type IntoIter = std::slice::Iter<'a, Selector>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a mut Selectors {
    type Item = &'a mut Selector;
    type IntoIter = std::slice::IterMut<'a, Selector>;

    fn into_iter(self) -> Self::IntoIter {
        Arc::make_mut(&mut self.0).iter_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_a_copy_leaves_the_original_as_it_is() {
        let original: Selectors = vec![Selector { exact: "the quay".to_owned(), ..Selector::default() }].into();
        let mut copy = original.clone();
        assert!(std::ptr::eq(original.as_ptr(), copy.as_ptr()), "a copy takes no memory");
        copy.push(Selector::default());
        copy[0].exact.push('s');
        assert_eq!((original.len(), original[0].exact.as_str()), (1, "the quay"));
        assert_eq!((copy.len(), copy[0].exact.as_str()), (2, "the quays"));
    }
}
