//! How much a suite does. `make test` runs a sample, `make soak` sets `CAIRN_TESTS=long` and runs all.

use proptest::test_runner::{Config, RngSeed};

/// Whether everything is to run.
pub fn is_long() -> bool {
    std::env::var("CAIRN_TESTS").is_ok_and(|value| value == "long")
}

/// One number for `make test`, another for `make soak`.
pub fn scale<T>(short: T, long: T) -> T {
    if is_long() { long } else { short }
}

/// Seed of everything random: fixed, or what `STORE_SEED` says.
pub fn seed() -> u64 {
    std::env::var("STORE_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(20_261_123)
}

/// Property tests with so many cases; the seed is fixed, so that a run can be repeated.
pub fn cases(short: u32, long: u32) -> Config {
    let mut config = Config::with_cases(scale(short, long));
    config.rng_seed = RngSeed::Fixed(seed());
    config.max_shrink_iters = 400;
    config.failure_persistence = None;
    config
}

/// Small numbers that look random, the same for the same seed.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Starts from a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % limit.max(1)
    }

    /// Bytes.
    pub fn bytes(&mut self, len: usize) -> Vec<u8> {
        (0..len).map(|_| self.below(256) as u8).collect()
    }
}
