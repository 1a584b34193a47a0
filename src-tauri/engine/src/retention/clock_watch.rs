//! Whether the clock can be believed, and whether two looks at something are far enough apart. Pure.
//!
//! The wall clock says when something is due, but people, batteries and time servers change it. What doesn't jump is the
//! time since boot, so within a boot the two are compared; over a reboot only a clock that runs backwards is noticed.
//! While the clock isn't believed nothing expires and nothing goes for good.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;

/// An hour in milliseconds.
pub const HOUR: Millis = 3_600_000;
/// A day in milliseconds.
pub const DAY: Millis = 24 * HOUR;
/// A wall clock that moved this much more or less than the time since boot jumped.
const JUMP: Millis = DAY;
/// Two looks count as two only with so much time that programs ran between them …
const UPTIME: Millis = HOUR;
/// … or so many launches of them.
const LAUNCHES: i64 = 3;
/// From so many jumps on that weren't followed by a steady day the clock is called unsteady.
const UNSTEADY: u32 = 3;

/// What the clocks say.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Reading {
    pub(crate) wall: Millis,
    pub(crate) boottime: Millis,
    pub(crate) boot: String,
}

/// A moment as the store remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Observation {
    pub(crate) at: Reading,
    /// Milliseconds that surely passed since the store was first observed: within a boot by the time since boot, over a
    /// reboot by as much as the wall clock is ahead of all it ever said, and only when it was believed.
    pub(crate) steady: Millis,
    /// Milliseconds that programs with the store open have run, all together.
    pub(crate) uptime: Millis,
    pub(crate) launches: i64,
}

impl Reading {
    /// Milliseconds since `earlier` by every clock there is: within a boot the smaller of the two.
    pub(crate) fn since(&self, earlier: &Self) -> Millis {
        let wall = self.wall.saturating_sub(earlier.wall);
        if self.is_same_boot(earlier) {
            wall.min(self.boottime.saturating_sub(earlier.boottime))
        } else {
            wall
        }
    }

    fn is_same_boot(&self, earlier: &Self) -> bool {
        self.boot == earlier.boot && self.boottime >= earlier.boottime
    }

    /// How far the wall clock moved beyond the time since boot; `None` over a reboot.
    fn drift(&self, earlier: &Self) -> Option<Millis> {
        self.is_same_boot(earlier).then(|| {
            let wall = self.wall.saturating_sub(earlier.wall);
            wall.saturating_sub(self.boottime - earlier.boottime)
        })
    }
}

impl Observation {
    /// Whether this is a second look by the rule of the final removal: `apart` milliseconds that surely passed, and an
    /// hour of running or three launches between them.
    pub(crate) fn is_far_from(&self, first: &Self, apart: Millis) -> bool {
        self.steady - first.steady >= apart && self.is_another_look(first)
    }

    fn is_another_look(&self, first: &Self) -> bool {
        self.uptime - first.uptime >= UPTIME || self.launches - first.launches >= LAUNCHES
    }
}

/// Why the clock isn't believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Distrust {
    /// It jumped forward by more than a day while the machine ran.
    JumpedForward,
    /// It jumped back by more than a day while the machine ran.
    JumpedBack,
    /// It says a time before the newest record of the store.
    Behind,
    /// It jumped again and again.
    Unsteady,
}

impl Distrust {
    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::JumpedForward => "clock-jumped-forward",
            Self::JumpedBack => "clock-jumped-back",
            Self::Behind => "clock-behind",
            Self::Unsteady => "clock-unsteady",
        }
    }

    /// What people read.
    pub fn words(self) -> &'static str {
        match self {
            Self::JumpedForward => "the computer's clock jumped forward by more than a day",
            Self::JumpedBack => "the computer's clock jumped back by more than a day",
            Self::Behind => "the computer's clock is behind the newest record of the store",
            Self::Unsteady => "the computer's clock jumps to and fro",
        }
    }
}

/// The clock isn't believed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pause {
    pub(crate) why: Distrust,
    /// Since when it has run steadily.
    pub(crate) steady_since: Observation,
    jumps: u32,
}

/// What the store remembers of the clock.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct ClockState {
    /// Nothing was observed yet.
    #[serde(default)]
    seen: bool,
    last: Reading,
    /// Where the comparison of this boot begins.
    anchor: Reading,
    /// The anchor from before the first jump: a clock that comes back is believed at once.
    home: Option<Reading>,
    max_wall: Millis,
    steady: Millis,
    pub(crate) uptime: Millis,
    pub(crate) launches: i64,
    pub(crate) pause: Option<Pause>,
    /// Records up to this operation may lie ahead of the clock: a steady day has shown that they, not it, are wrong.
    excused: i64,
}

/// The newest record of a store: number and time of an operation.
pub(crate) type Newest = (i64, Millis);

/// How a program that has the store open takes part.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Presence {
    /// Time since boot at its launch.
    pub(crate) launched_at: Millis,
    /// It wasn't counted yet.
    pub(crate) is_new: bool,
}

impl ClockState {
    /// Takes a look at the clocks.
    pub(crate) fn observe(&mut self, now: &Reading, presence: Presence, newest: Newest) -> Observation {
        self.launches += i64::from(presence.is_new);
        if !self.seen {
            (self.seen, self.anchor, self.last) = (true, now.clone(), now.clone());
            self.max_wall = now.wall;
        }
        if now.is_same_boot(&self.last) {
            let from = self.last.boottime.max(presence.launched_at);
            self.uptime += (now.boottime - from).max(0);
            self.steady += now.boottime - self.last.boottime;
        } else if self.pause.is_none() {
            self.steady += now.wall.saturating_sub(self.max_wall).max(0);
        }
        let seen = Observation {
            at: now.clone(),
            steady: self.steady,
            uptime: self.uptime,
            launches: self.launches,
        };
        self.look_for_jumps(&seen);
        self.look_behind(&seen, newest);
        self.believe_again(&seen, newest);
        if self.pause.is_none() {
            self.max_wall = self.max_wall.max(now.wall);
            self.home = None;
        }
        self.last = now.clone();
        seen
    }

    fn look_for_jumps(&mut self, seen: &Observation) {
        let now = &seen.at;
        let Some(drift) = now.drift(&self.anchor) else {
            // Another boot, or another machine: what lies between can't be measured.
            self.anchor = now.clone();
            self.home = None;
            if let Some(pause) = self.pause.as_mut().filter(|pause| now.wall < pause.steady_since.at.wall) {
                pause.steady_since = seen.clone();
            }
            return;
        };
        if drift.abs() <= JUMP {
            return;
        }
        if let Some(home) = self.home.take_if(|home| now.drift(home).is_some_and(|drift| drift.abs() <= JUMP))
        {
            self.anchor = home;
            self.pause = None;
            return;
        }
        let why = if drift > 0 { Distrust::JumpedForward } else { Distrust::JumpedBack };
        let home = std::mem::replace(&mut self.anchor, now.clone());
        self.home.get_or_insert(home);
        self.distrust(why, seen);
    }

    fn distrust(&mut self, why: Distrust, seen: &Observation) {
        let jumps = self.pause.as_ref().map_or(0, |pause| pause.jumps) + 1;
        let why = if jumps >= UNSTEADY { Distrust::Unsteady } else { why };
        self.pause = Some(Pause { why, steady_since: seen.clone(), jumps });
    }

    fn look_behind(&mut self, seen: &Observation, newest: Newest) {
        let wall = seen.at.wall;
        let behind = wall < self.max_wall || (newest.0 > self.excused && wall < newest.1);
        match &self.pause {
            None if behind => self.distrust(Distrust::Behind, seen),
            Some(pause) if pause.why == Distrust::Behind && !behind => self.pause = None,
            // It runs backwards further: the steady day begins anew.
            Some(pause) if wall < pause.steady_since.at.wall => self.distrust(pause.why, seen),
            _ => {}
        }
    }

    /// A clock that ran steadily for a day is right; what it contradicts is wrong.
    fn believe_again(&mut self, seen: &Observation, newest: Newest) {
        let is_steady = |since: &Observation| seen.at.since(&since.at) >= DAY && seen.is_another_look(since);
        if self.pause.as_ref().is_some_and(|pause| is_steady(&pause.steady_since)) {
            self.pause = None;
            self.max_wall = seen.at.wall;
            self.excused = newest.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Millis = 1_700_000_000_000;

    /// A machine with a program on it.
    struct Machine {
        state: ClockState,
        now: Reading,
        launched_at: Millis,
        is_new: bool,
        newest: Newest,
    }

    impl Machine {
        fn new() -> Self {
            let now = Reading { wall: START, boottime: 5000, boot: "1".into() };
            Self { state: ClockState::default(), now, launched_at: 5000, is_new: true, newest: (1, START) }
        }

        fn passes(&mut self, by: Millis) -> &mut Self {
            self.now.wall += by;
            self.now.boottime += by;
            self
        }

        fn jumps(&mut self, by: Millis) -> &mut Self {
            self.now.wall += by;
            self
        }

        fn reboots(&mut self, off: Millis) -> &mut Self {
            self.now.wall += off;
            self.now.boottime = 100;
            self.now.boot.push('1');
            self.launched_at = 100;
            self.is_new = true;
            self
        }

        fn look(&mut self) -> Option<Distrust> {
            let presence = Presence { launched_at: self.launched_at, is_new: self.is_new };
            self.state.observe(&self.now, presence, self.newest);
            self.is_new = false;
            self.state.pause.as_ref().map(|pause| pause.why)
        }
    }

    #[test]
    fn an_ordinary_clock_is_believed() {
        let mut machine = Machine::new();
        for step in [0, 1, HOUR, 60 * DAY, 1] {
            assert_eq!(machine.passes(step).look(), None, "asleep for {step}");
        }
        assert_eq!(machine.jumps(20 * HOUR).look(), None, "a correction below a day");
        assert_eq!(machine.reboots(60 * DAY).look(), None, "off for 60 days");
        assert_eq!(machine.state.launches, 2);
    }

    #[test]
    fn a_jump_forward_is_believed_after_a_steady_day_or_when_taken_back() {
        let mut machine = Machine::new();
        machine.look();
        assert_eq!(machine.jumps(3 * DAY).look(), Some(Distrust::JumpedForward));
        assert_eq!(machine.passes(DAY - 1).look(), Some(Distrust::JumpedForward));
        assert_eq!(machine.jumps(-3 * DAY).look(), None, "it came back");
        assert_eq!(machine.jumps(3 * DAY).look(), Some(Distrust::JumpedForward));
        assert_eq!(machine.passes(DAY).look(), None);
        assert_eq!(machine.passes(DAY).look(), None);
    }

    #[test]
    fn small_steps_add_up_to_a_jump() {
        let mut machine = Machine::new();
        machine.look();
        assert_eq!(machine.jumps(20 * HOUR).look(), None);
        assert_eq!(machine.jumps(20 * HOUR).look(), Some(Distrust::JumpedForward));
    }

    #[test]
    fn a_clock_behind_waits_for_its_own_past() {
        let mut machine = Machine::new();
        machine.passes(10 * HOUR).look();
        assert_eq!(machine.jumps(-HOUR).look(), Some(Distrust::Behind));
        assert_eq!(machine.passes(HOUR - 1).look(), Some(Distrust::Behind));
        assert_eq!(machine.passes(1).look(), None);
        machine.newest = (2, machine.now.wall + 1);
        assert_eq!(machine.look(), Some(Distrust::Behind), "a record is newer");
    }

    #[test]
    fn records_from_the_future_are_excused_after_a_steady_day() {
        let mut machine = Machine::new();
        machine.newest = (7, START + 3650 * DAY);
        assert_eq!(machine.look(), Some(Distrust::Behind));
        assert_eq!(machine.passes(23 * HOUR).look(), Some(Distrust::Behind));
        assert_eq!(machine.passes(HOUR).look(), None);
        assert_eq!(machine.passes(HOUR).look(), None, "and stay excused");
        machine.newest = (8, START + 3650 * DAY);
        assert_eq!(machine.look(), Some(Distrust::Behind), "another one isn't");
    }

    #[test]
    fn ten_years_back_is_believed_after_a_steady_day_also_over_reboots() {
        let mut machine = Machine::new();
        machine.look();
        assert_eq!(machine.jumps(-3650 * DAY).look(), Some(Distrust::JumpedBack));
        for day in 0..3 {
            assert!(machine.passes(600_000).look().is_some(), "day {day}: ten minutes a day");
            machine.reboots(DAY);
        }
        assert_eq!(machine.look(), None, "three launches, three days");
    }

    #[test]
    fn a_clock_that_jumps_to_and_fro_is_called_unsteady() {
        let mut machine = Machine::new();
        machine.look();
        let mut last = None;
        for round in 1..6 {
            last = machine.jumps(round * 40 * DAY).look();
            assert!(last.is_some());
            assert!(machine.jumps(-round * 17 * DAY).look().is_some());
        }
        assert_eq!(last, Some(Distrust::Unsteady));
    }

    #[test]
    fn two_looks_need_time_and_running_or_launches() {
        let look =
            |steady, uptime, launches| Observation { at: Reading::default(), steady, uptime, launches };
        let first = look(0, 0, 1);
        assert!(look(DAY, HOUR, 1).is_far_from(&first, DAY));
        assert!(!look(DAY - 1, HOUR, 9).is_far_from(&first, DAY));
        assert!(!look(DAY, HOUR - 1, 3).is_far_from(&first, DAY));
        assert!(look(DAY, 0, 4).is_far_from(&first, DAY));
    }

    /// Numbers that look random, the same each time.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, limit: i64) -> i64 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            ((self.0 >> 11) % limit.unsigned_abs().max(1)) as i64
        }
    }

    /// P10: whatever a clock does, what was first seen in the trash is never removed for good before its seven days have
    /// really passed, nothing counts while the clock isn't believed, and a clock that becomes steady is believed again.
    #[test]
    fn ten_thousand_walks_of_the_clock_remove_nothing_early() {
        let (mut removed, mut paused) = (0, 0);
        for seed in 1..=10_000 {
            let mut dice = Dice(u64::wrapping_mul(seed, 0x9e37_79b9_7f4a_7c15));
            let (mut machine, mut passed) = (Machine::new(), 0);
            machine.look();
            let mut first: Option<(Observation, Millis)> = None;
            for _ in 0..40 {
                let most = [60_000, HOUR, DAY, 9 * DAY][dice.below(4) as usize];
                let by = dice.below(most);
                match dice.below(8) {
                    0 => machine.jumps(dice.below(80 * DAY) - 40 * DAY),
                    1 => machine.jumps(dice.below(2 * DAY) - DAY),
                    2 => {
                        passed += by;
                        machine.reboots(by)
                    }
                    _ => {
                        passed += by;
                        machine.passes(by)
                    }
                };
                let is_paused = machine.look().is_some();
                paused += u64::from(is_paused);
                let now = Observation {
                    at: machine.now.clone(),
                    steady: machine.state.steady,
                    uptime: machine.state.uptime,
                    launches: machine.state.launches,
                };
                match &first {
                    Some((then, at)) if !is_paused && now.is_far_from(then, 7 * DAY) => {
                        assert!(
                            passed - at >= 7 * DAY,
                            "seed {seed}: gone after {} hours",
                            (passed - at) / HOUR
                        );
                        (removed, first) = (removed + 1, None);
                    }
                    Some(_) => {}
                    None => first = Some((now, passed)),
                }
            }
            machine.passes(DAY).look();
            assert_eq!(machine.passes(DAY).look(), None, "seed {seed}: a steady clock stays distrusted");
        }
        assert!(removed > 1_000 && paused > 1_000, "{removed} removed, {paused} looks paused");
    }

    #[test]
    fn time_that_nobody_ran_is_no_uptime() {
        let mut machine = Machine::new();
        machine.look();
        machine.passes(10 * HOUR);
        machine.launched_at = machine.now.boottime;
        machine.is_new = true;
        machine.look();
        assert_eq!((machine.state.uptime, machine.state.launches), (0, 2));
        machine.passes(HOUR).look();
        assert_eq!(machine.state.uptime, HOUR);
    }
}
