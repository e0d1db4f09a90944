//! Trains the networks that tag names, by gradient descent on the cross-entropy of
//! the tags with a step size for each weight (Adam: Kingma and Ba 2015), decoupled
//! weight decay (Loshchilov and Hutter 2019) and dropout (Hinton et al. 2012).

use ndarray::{Array2, Axis, Zip};

use crate::names::network::batch::Batch;
use crate::names::network::layer::{Activations, convolve_back, log_softmax};
use crate::names::network::table::EmbeddingRows;
use crate::names::network::{
    EMBEDDING, FIRST, HIDDEN, INPUT_BIAS, Layers, OUTPUT, PARTS, SECOND, SHAPES, SHIFTS, THIRD, TaggingNetwork,
    WORD_MEANS, forward, zeros,
};
use crate::names::tags::{TAGS, TagSet};
use crate::train::random::{normal, shuffle, uniform};
use crate::train::{Progress, Report};

/// The settings of a training.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    /// The number of embeddings.
    pub(crate) rows: usize,
    /// The number of passes over all articles.
    pub(crate) passes: usize,
    /// The number of articles of one step.
    pub(crate) batch: usize,
    /// The largest step size. It falls to almost 0 at the end.
    pub(crate) rate: f32,
    /// The number of steps in which the step size rises to the largest.
    pub(crate) warm_up: usize,
    /// The weight decay.
    pub(crate) decay: f32,
    /// The dropout: the share of features and of activations that each step leaves
    /// out at random.
    pub(crate) dropout: f64,
    /// The seed of the random numbers.
    pub(crate) seed: u64,
}

/// An article to learn from: its pieces and their tags.
#[derive(Debug, Clone)]
pub(crate) struct TaggedBatch {
    /// The pieces.
    pub(crate) batch: Batch,
    /// For each piece, its possible tags.
    pub(crate) tags: Vec<TagSet>,
    /// How much the article counts; 1 for one that counts in full.
    pub(crate) weight: f32,
    /// For each piece, the probabilities that other networks give to the tags, one
    /// for each tag; empty if there are none.
    pub(crate) soft_labels: Vec<f32>,
}

/// The largest norm of a gradient. Longer ones are scaled down to this.
const LONGEST_GRADIENT: f32 = 5.0;
/// The loss of a piece is divided by this, the length of a typical article.
const ARTICLE_LENGTH: f32 = 500.0;
/// The weight of the soft labels; the weight of the tag itself is the rest to 1.
const SOFT_LABEL_WEIGHT: f32 = 0.65;
/// Adam's decay rate of the mean of gradients.
const FIRST_MOMENT_DECAY: f32 = 0.9;
/// Adam's decay rate of the mean of squared gradients.
const SECOND_MOMENT_DECAY: f32 = 0.999;

/// Trains a network on `articles`.
#[must_use]
pub(crate) fn train(articles: &[TaggedBatch], settings: Settings, report: Report<'_>) -> TaggingNetwork<Array2<f32>> {
    let mut seed = settings.seed;
    let mut network = TaggingNetwork { table: Array2::zeros((settings.rows, EMBEDDING)), layers: zeros() };
    network.table.mapv_inplace(|_| 0.05 * normal(&mut seed));
    initialize(&mut network.layers, &mut seed);
    let mut learner = Learner::new(settings, &network);
    let mut order: Vec<usize> = (0..articles.len()).collect();
    for pass in 0..settings.passes {
        shuffle(&mut order, &mut seed);
        let mut loss = 0.0;
        for batch in order.chunks(settings.batch) {
            for article in batch.iter().filter_map(|&nth| articles.get(nth)) {
                loss += learner.add_gradient(&network, article, &mut seed);
            }
            let all = settings.passes * articles.len().div_ceil(settings.batch.max(1));
            learner.step(&mut network, all);
        }
        report(Progress { model: "network", passes: pass + 1, loss });
    }
    network
}

/// Gives the matrices random values (He et al. 2015). Biases begin at 0.
fn initialize(layers: &mut Layers, seed: &mut u64) {
    for (part, (height, _)) in layers.iter_mut().zip(SHAPES).filter(|(_, (height, _))| *height > 1) {
        let inputs = if height == EMBEDDING { 3 * EMBEDDING } else { 3 * HIDDEN };
        let spread = (1.0 / inputs as f32).sqrt();
        part.mapv_inplace(|_| spread * normal(seed));
    }
}

/// The state of a training.
struct Learner {
    settings: Settings,
    /// The number of steps so far.
    steps: usize,
    /// The gradient of the embeddings, summed over the articles of a step.
    table: Array2<f32>,
    /// The gradient of the layers, summed over the articles of a step.
    layers: Layers,
    /// The moving means of the embeddings' gradients and of their squares.
    table_means: [Array2<f32>; 2],
    /// The moving means of the layers' gradients and of their squares.
    layer_means: [Layers; 2],
}

impl Learner {
    fn new(settings: Settings, network: &TaggingNetwork<Array2<f32>>) -> Self {
        let table = || Array2::zeros(network.table.raw_dim());
        Self {
            settings,
            steps: 0,
            table: table(),
            layers: zeros(),
            table_means: [table(), table()],
            layer_means: [zeros(), zeros()],
        }
    }

    /// Adds the gradient of one article; returns its loss.
    fn add_gradient(&mut self, network: &TaggingNetwork<Array2<f32>>, article: &TaggedBatch, seed: &mut u64) -> f32 {
        let dropout = self.settings.dropout;
        let scale = (1.0 / (1.0 - dropout)) as f32;
        let batch = self.without_dropped(&article.batch, seed);
        let input = batch.input(&ScaledRows { table: &network.table, scale }, &network.layers[INPUT_BIAS]);
        let activations = forward(&network.layers, &batch, input, &mut |x| {
            x.mapv_inplace(|x| if x > 0.0 && uniform(seed) < dropout { 0.0 } else { x * scale });
        });
        let (loss, scores) = loss(&activations, &batch, article);
        let input = self.backward(network, &batch, &activations, scores, scale);
        self.backward_to_table(&batch, &input, scale);
        loss
    }

    /// The batch without the features that this step drops.
    fn without_dropped(&self, batch: &Batch, seed: &mut u64) -> Batch {
        let mut batch = batch.clone();
        for rows in batch.forms.iter_mut().chain(&mut batch.places) {
            rows.retain(|_| uniform(seed) >= self.settings.dropout);
        }
        batch
    }

    /// The backward pass through the layers. `scores` is the gradient of the scores;
    /// returns that of the input.
    fn backward(
        &mut self,
        network: &TaggingNetwork<Array2<f32>>,
        batch: &Batch,
        outputs: &Activations,
        scores: Array2<f32>,
        scale: f32,
    ) -> Array2<f32> {
        let (layers, changes) = (&network.layers, &mut self.layers);
        changes[OUTPUT] += &outputs.sum.t().dot(&scores);
        changes[OUTPUT + 1] += &scores.sum_axis(Axis(0)).insert_axis(Axis(0));
        let sum = scores.dot(&layers[OUTPUT].t());
        let mut third = sum.clone();
        rectifier_gradient(&mut third, &outputs.third, scale);
        let mut second =
            sum + convolve_back(&outputs.second, &third, &layers[THIRD..THIRD + 3], &mut changes[THIRD..THIRD + 4]);
        rectifier_gradient(&mut second, &outputs.second, scale);
        let mut first =
            convolve_back(&outputs.first, &second, &layers[SECOND..SECOND + 3], &mut changes[SECOND..SECOND + 4]);
        let mut means = Array2::zeros(outputs.word_means.raw_dim());
        for (nth, shift) in SHIFTS.into_iter().enumerate() {
            let gradient = batch.gathered(&second, shift);
            changes[WORD_MEANS + nth] += &outputs.word_means.t().dot(&gradient);
            means += &gradient.dot(&layers[WORD_MEANS + nth].t());
        }
        batch.divide(&mut means);
        batch.scatter(&means, 0, &mut first);
        rectifier_gradient(&mut first, &outputs.first, scale);
        let mut input =
            convolve_back(&outputs.input, &first, &layers[FIRST..FIRST + 3], &mut changes[FIRST..FIRST + 4]);
        rectifier_gradient(&mut input, &outputs.input, scale);
        input
    }

    /// The backward pass from the gradient of the input to the embeddings and the
    /// input's bias.
    fn backward_to_table(&mut self, batch: &Batch, input: &Array2<f32>, scale: f32) {
        self.layers[INPUT_BIAS] += &input.sum_axis(Axis(0)).insert_axis(Axis(0));
        let mut forms = Array2::<f32>::zeros((batch.forms.len(), EMBEDDING));
        for ((&form, place), &at) in batch.form_of.iter().zip(&batch.places).zip(&batch.rows) {
            let gradient = input.row(at);
            let mut row = forms.row_mut(form as usize);
            row += &gradient;
            for &feature in place {
                self.table.row_mut(feature as usize).scaled_add(scale, &gradient);
            }
        }
        for (rows, gradient) in batch.forms.iter().zip(forms.rows()) {
            for &feature in rows {
                self.table.row_mut(feature as usize).scaled_add(scale, &gradient);
            }
        }
    }

    /// Takes one step with the gradients so far, and sets them to 0. `all` is the
    /// number of steps of the whole training.
    fn step(&mut self, network: &mut TaggingNetwork<Array2<f32>>, all: usize) {
        self.steps += 1;
        let squares = |part: &Array2<f32>| part.iter().map(|x| x * x).sum::<f32>();
        let norm = (squares(&self.table) + self.layers.iter().map(squares).sum::<f32>()).sqrt();
        let done = (self.steps - 1) as f32 / (1.02 * all as f32);
        let warm_up = (self.steps as f32 / self.settings.warm_up.max(1) as f32).min(1.0);
        let step = Step {
            shorten: if norm > LONGEST_GRADIENT { LONGEST_GRADIENT / norm } else { 1.0 },
            rate: self.settings.rate * warm_up * (1.0 - done).max(0.0),
            decay: self.settings.decay,
            first: 1.0 - FIRST_MOMENT_DECAY.powi(self.steps as i32),
            second: 1.0 - SECOND_MOMENT_DECAY.powi(self.steps as i32),
        };
        let [first, second] = &mut self.table_means;
        step.take(&mut network.table, &mut self.table, first, second);
        let [first, second] = &mut self.layer_means;
        for (((part, change), first), second) in network.layers.iter_mut().zip(&mut self.layers).zip(first).zip(second)
        {
            step.take(part, change, first, second);
        }
    }
}

/// A table of which every number is multiplied by `scale`, to make up for the
/// features that are dropped.
struct ScaledRows<'t> {
    table: &'t Array2<f32>,
    scale: f32,
}

impl EmbeddingRows for ScaledRows<'_> {
    type Layers = Layers;

    fn count(&self) -> usize {
        self.table.count()
    }

    fn add(&self, row: u32, sum: &mut [f32]) {
        sum.iter_mut().zip(self.table.row(row as usize)).for_each(|(s, x)| *s += self.scale * x);
    }
}

/// The loss of an article, and the gradient of its scores.
fn loss(activations: &Activations, batch: &Batch, article: &TaggedBatch) -> (f32, Array2<f32>) {
    let mut gradient = Array2::zeros(activations.scores.raw_dim());
    let mut loss = 0.0;
    let scale = article.weight / ARTICLE_LENGTH;
    let mut logs = [0.0f32; TAGS];
    for (i, (&at, &tags)) in batch.rows.iter().zip(&article.tags).enumerate() {
        let soft = article.soft_labels.get(i * TAGS..(i + 1) * TAGS);
        logs.iter_mut().zip(log_softmax(activations.scores.row(at))).for_each(|(slot, log)| *slot = log);
        // If several tags are possible, each counts as much as the network believes in it.
        let believed = |nth: usize| if tags.has(nth) { logs[nth].exp() } else { 0.0 };
        let all = (0..TAGS).map(believed).sum::<f32>().max(f32::MIN_POSITIVE);
        for (nth, (slot, log)) in gradient.row_mut(at).iter_mut().zip(logs).enumerate() {
            let hard = believed(nth) / all;
            let target = soft.map_or(hard, |soft| {
                (1.0 - SOFT_LABEL_WEIGHT) * hard + SOFT_LABEL_WEIGHT * soft.get(nth).copied().unwrap_or(0.0)
            });
            *slot = scale * (log.exp() - target);
            loss -= target * log;
        }
    }
    (scale * loss, gradient)
}

/// The gradient before a rectifier and dropout, from the one after them: 0 where
/// the layer is 0.
fn rectifier_gradient(gradient: &mut Array2<f32>, layer: &Array2<f32>, scale: f32) {
    Zip::from(gradient).and(layer).for_each(|gradient, &x| *gradient = if x > 0.0 { scale * *gradient } else { 0.0 });
}

/// One step of Adam.
struct Step {
    /// The factor of the gradient that limits its norm.
    shorten: f32,
    /// The step size.
    rate: f32,
    /// The weight decay.
    decay: f32,
    /// The correction of the mean of gradients, which begins at 0.
    first: f32,
    /// The correction of the mean of squared gradients, which begins at 0.
    second: f32,
}

impl Step {
    /// Moves one part along its gradient, and sets the gradient to 0. `first` and
    /// `second` are the means of the gradients and of their squares.
    fn take(
        &self,
        part: &mut Array2<f32>,
        gradient: &mut Array2<f32>,
        first: &mut Array2<f32>,
        second: &mut Array2<f32>,
    ) {
        Zip::from(part).and(gradient).and(first).and(second).for_each(|x, gradient, m, v| {
            let g = *gradient * self.shorten;
            *gradient = 0.0;
            *m = FIRST_MOMENT_DECAY * *m + (1.0 - FIRST_MOMENT_DECAY) * g;
            *v = SECOND_MOMENT_DECAY * *v + (1.0 - SECOND_MOMENT_DECAY) * g * g;
            *x -= self.rate * (self.decay * *x + (*m / self.first) / ((*v / self.second).sqrt() + 1e-8));
        });
    }
}

const _: () = assert!(OUTPUT + 2 == PARTS);

#[cfg(test)]
mod tests {
    use super::*;

    /// The tags of the pieces of [`article`].
    const TAGS_OF_ARTICLE: [usize; 4] = [1, 3, 0, 4];

    /// Two sentences, the second of one piece. Pieces 0 and 3 are one word.
    fn article() -> TaggedBatch {
        let batch = Batch {
            forms: vec![vec![0, 1], vec![2], vec![3, 4, 5]],
            form_of: vec![0, 1, 2, 0],
            places: vec![vec![6], vec![], vec![7], vec![6, 7]],
            words: vec![(1, 0), (3, 1), (5, 0)],
            counts: vec![2, 1],
            pieces: vec![0, 1, 2, 3],
            rows: vec![1, 2, 3, 5],
            height: 7,
        };
        TaggedBatch { batch, tags: TAGS_OF_ARTICLE.map(TagSet::only).to_vec(), weight: 1.0, soft_labels: Vec::new() }
    }

    fn settings() -> Settings {
        Settings { rows: 8, passes: 60, batch: 1, rate: 0.01, warm_up: 5, decay: 0.0, dropout: 0.0, seed: 77 }
    }

    #[test]
    fn a_network_learns_the_tags_it_is_shown() {
        let article = article();
        let network = train(std::slice::from_ref(&article), settings(), &|_| {});
        let scores = network.log_probabilities(&article.batch);
        let best: Vec<usize> = scores
            .chunks(TAGS)
            .map(|row| row.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(tag, _)| tag))
            .collect();
        assert_eq!(best, TAGS_OF_ARTICLE);
        assert_eq!(
            network.table,
            train(std::slice::from_ref(&article), settings(), &|_| {}).table,
            "training is deterministic"
        );
    }

    #[test]
    fn the_gradient_is_the_slope_of_the_loss() {
        let article = article();
        let mut network = train(std::slice::from_ref(&article), Settings { passes: 3, ..settings() }, &|_| {});
        let mut learner = Learner::new(settings(), &network);
        learner.add_gradient(&network, &article, &mut 5);
        let loss_of = |network: &TaggingNetwork<Array2<f32>>| {
            let logs = network.log_probabilities(&article.batch);
            let right = logs.chunks(TAGS).zip(TAGS_OF_ARTICLE).map(|(row, tag)| row[tag]);
            -right.sum::<f32>() / ARTICLE_LENGTH
        };
        let step = 0.002;
        for part in [INPUT_BIAS, FIRST, SECOND + 1, WORD_MEANS, WORD_MEANS + 2, THIRD + 3, OUTPUT, OUTPUT + 1] {
            let at = [0, SHAPES[part].1 / 2];
            let gradient = learner.layers[part][at];
            let mut slope = [step, -step].map(|by| {
                network.layers[part][at] += by;
                let loss = loss_of(&network);
                network.layers[part][at] -= by;
                loss
            });
            slope[0] = (slope[0] - slope[1]) / (2.0 * step);
            assert!(
                (slope[0] - gradient).abs() < 2e-5 + 0.05 * gradient.abs(),
                "part {part}: {} is not {gradient}",
                slope[0]
            );
        }
        let gradient = learner.table[[6, 3]];
        let slope = [step, -step].map(|by| {
            network.table[[6, 3]] += by;
            let loss = loss_of(&network);
            network.table[[6, 3]] -= by;
            loss
        });
        assert!(((slope[0] - slope[1]) / (2.0 * step) - gradient).abs() < 2e-5 + 0.05 * gradient.abs());
    }
}
