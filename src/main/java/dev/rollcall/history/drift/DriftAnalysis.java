package dev.rollcall.history.drift;

import dev.rollcall.history.entry.Baseline;
import dev.rollcall.history.entry.JournalEntry;
import dev.rollcall.history.entry.RuleState;
import dev.rollcall.model.Change;
import dev.rollcall.model.Change.Aspect;
import dev.rollcall.model.Drift;
import dev.rollcall.model.Drift.Flapping;
import dev.rollcall.model.Drift.Standing;
import dev.rollcall.model.Status;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds how a run differs from its baseline, and which changes are new: a pure function of the
 * baseline, the last entries of the journal, and the run.
 */
public final class DriftAnalysis {
  /** How many earlier entries are needed. */
  public static final int LOOK_BACK = 30;

  private final Baseline baseline;
  private final EarlierRuns earlier;
  private final JournalEntry run;
  private final Map<String, Double> paces = new HashMap<>();
  private final List<Standing> standing = new ArrayList<>();
  private final List<Standing> ended = new ArrayList<>();
  private final List<Flapping> flapping = new ArrayList<>();
  private final List<JournalEntry.Noted> noted = new ArrayList<>();
  private final Map<String, Throwable> defects = new LinkedHashMap<>();

  private DriftAnalysis(Baseline baseline, List<JournalEntry> recent, JournalEntry run) {
    this.baseline = baseline;
    this.earlier = new EarlierRuns(baseline, recent);
    this.run = run;
    HostPace pace = new HostPace(baseline.habits());
    recent.forEach(entry -> paces.put(entry.run(), pace.of(entry)));
    paces.put(run.run(), pace.of(run));
  }

  /**
   * The result.
   *
   * @param entry of the run, with its changes
   * @param unsaid the same with only the changes that were noted before: as if this run reported
   *     nothing
   * @param defects exceptions thrown while a rule was compared, by the rule's id
   */
  public record Result(
      Drift drift, JournalEntry entry, JournalEntry unsaid, Map<String, Throwable> defects) {}

  /**
   * Compares. A rule that cannot be compared because of a defect in Rollcall becomes a change that
   * says so; the others are not affected.
   *
   * @param recent earlier entries, oldest first
   * @param run without changes yet
   */
  public static Result of(Baseline baseline, List<JournalEntry> recent, JournalEntry run) {
    DriftAnalysis drifting = new DriftAnalysis(baseline, recent, run);
    run.rules().keySet().forEach(drifting::rule);
    if (EarlierRuns.isWhole(run)) {
      drifting.removed();
    }
    drifting.standing.sort(
        Comparator.comparing((Standing one) -> one.change().rank(), Comparator.reverseOrder()));
    return new Result(
        new Drift(
            run.run(), baseline.basis(), drifting.standing, drifting.ended, drifting.flapping),
        run.compared(baseline.basis().run(), drifting.noted),
        run.compared(baseline.basis().run(), drifting.notedBefore()),
        drifting.defects);
  }

  private List<JournalEntry.Noted> notedBefore() {
    List<JournalEntry.Noted> before = new ArrayList<>();
    run.rules().keySet().forEach(rule -> before.addAll(earlier.noted(rule, earlier.seen(rule))));
    List<JournalEntry> whole = earlier.whole();
    if (EarlierRuns.isWhole(run)
        && !whole.isEmpty()
        && earlier.comparable(EarlierRuns.last(whole))) {
      EarlierRuns.last(whole).changes().stream()
          .filter(noted -> !run.rules().containsKey(noted.change().rule()))
          .forEach(before::add);
    }
    return before;
  }

  private void rule(String rule) {
    List<JournalEntry> seen = earlier.seen(rule);
    contain(rule, seen, () -> tell(rule, seen, changes(rule, seen)));
  }

  private void contain(String rule, List<JournalEntry> seen, Runnable comparing) {
    try {
      comparing.run();
    } catch (RuntimeException | Error e) {
      defects.put(rule, e);
      standing.removeIf(one -> one.change().rule().equals(rule));
      ended.removeIf(one -> one.change().rule().equals(rule));
      flapping.removeIf(one -> one.change().rule().equals(rule));
      noted.removeIf(one -> one.change().rule().equals(rule));
      uncompared(rule, earlier.noted(rule, seen), e);
    }
  }

  /** Changes that were reported before stay noted. */
  private void uncompared(String rule, List<JournalEntry.Noted> before, Throwable defect) {
    Change change =
        new Change(
            rule,
            Aspect.VERDICT,
            "comparison",
            "compared",
            Fault.internal(Phase.EXCHANGE, "comparing this rule", defect).evidence(),
            Change.Rank.CHANGED);
    for (JournalEntry.Noted one : before) {
      noted.add(one);
      if (one.stands()) {
        standing.add(new Standing(one.change(), one.since(), false));
      }
    }
    if (before.stream().noneMatch(one -> one.change().concerns(change))) {
      noted.add(new JournalEntry.Noted(change, run.at(), true, false));
      standing.add(new Standing(change, run.at(), true));
    }
  }

  private List<Change> changes(String rule, List<JournalEntry> seen) {
    RuleState now = run.rules().get(rule);
    RuleState before = baseline.rules().get(rule);
    if (now == null) {
      return List.of();
    }
    if (before == null) {
      return List.of(
          carried(Comparison.added(rule, now, run.rollcall()), earlier.noted(rule, seen)));
    }
    List<Change> changes = new ArrayList<>(Comparison.of(rule, before, now, baseline.networks()));
    List<Change> said =
        earlier.noted(rule, seen).stream()
            .filter(JournalEntry.Noted::stands)
            .map(JournalEntry.Noted::change)
            .toList();
    said.stream()
        .filter(one -> changes.stream().noneMatch(one::concerns) && isUnseen(one, now))
        .forEach(changes::add);
    changes.addAll(slowness(rule, seen, said));
    return changes;
  }

  private List<Change> slowness(String rule, List<JournalEntry> seen, List<Change> said) {
    List<Duration> connects = new ArrayList<>();
    List<Duration> answers = new ArrayList<>();
    List<JournalEntry> all = new ArrayList<>(seen);
    all.add(run);
    for (JournalEntry entry : all) {
      RuleState state = entry.rules().get(rule);
      if (state != null) {
        state.connect().ifPresent(connects::add);
        HostPace.steadied(state.answer(), paces.getOrDefault(entry.run(), 1.0))
            .ifPresent(answers::add);
      }
    }
    Baseline.Habit habit = baseline.habits().getOrDefault(rule, Baseline.Habit.NONE);
    return Slowness.of(rule, habit, connects, answers, said);
  }

  /** Whether a run has no information about an earlier change, which then stays noted. */
  private static boolean isUnseen(Change said, RuleState now) {
    String subject = said.subject();
    return switch (said.aspect()) {
      // A firewall that filters by address still lacks the network.
      case ADDRESSES -> now.rotating() || !now.addresses().containsKey(subject);
      case CERTIFICATE -> !now.certificates().containsKey(subject);
      case FACT -> !now.facts().containsKey(subject) || !now.status().works();
      case VERDICT, LATENCY, CATALOGUE -> false;
    };
  }

  /** A reported new rule stays noted, unless its status differs now. */
  private static Change carried(Change change, List<JournalEntry.Noted> before) {
    return before.stream()
        .map(JournalEntry.Noted::change)
        .filter(one -> one.concerns(change) && one.rank() == change.rank())
        .findFirst()
        .orElse(change);
  }

  private void removed() {
    List<JournalEntry> whole = earlier.whole();
    for (Map.Entry<String, RuleState> one : baseline.rules().entrySet()) {
      if (!run.rules().containsKey(one.getKey())) {
        List<Change> changes = List.of(Comparison.removed(one.getKey(), one.getValue()));
        contain(one.getKey(), whole, () -> tell(one.getKey(), whole, changes));
      }
    }
    if (!whole.isEmpty()) {
      EarlierRuns.last(whole).changes().stream()
          .map(noted -> noted.change().rule())
          .filter(rule -> !run.rules().containsKey(rule) && !baseline.rules().containsKey(rule))
          .distinct()
          .forEach(rule -> contain(rule, whole, () -> tell(rule, whole, List.of())));
    }
  }

  private void tell(String rule, List<JournalEntry> seen, List<Change> changes) {
    List<JournalEntry> comparable = seen.stream().filter(earlier::comparable).toList();
    List<JournalEntry.Noted> before = earlier.noted(rule, seen);
    for (Change change : changes) {
      Optional<JournalEntry.Noted> prior = earlier.prior(change, rule, seen, before);
      boolean same =
          prior.filter(one -> one.stands() && Comparison.same(one.change(), change)).isPresent();
      Instant since = same ? prior.get().since() : earlier.began(change, seen).orElse(run.at());
      boolean flapped = prior.filter(JournalEntry.Noted::flapping).isPresent();
      boolean flaps = FlapDetector.flaps(FlapDetector.states(change, comparable, true), flapped);
      boolean settledBroken = flapped && change.rank() == Change.Rank.BROKEN;
      standing.add(new Standing(change, since, !flaps && (!same || settledBroken)));
      noted.add(new JournalEntry.Noted(change, since, true, flaps));
      flapping(rule, change, flaps, flapped, comparable);
    }
    for (JournalEntry.Noted gone : before) {
      if (changes.stream().noneMatch(gone.change()::concerns)) {
        over(rule, gone, comparable);
      }
    }
  }

  /** A noted change that has ended. */
  private void over(String rule, JournalEntry.Noted gone, List<JournalEntry> seen) {
    boolean flaps =
        FlapDetector.flaps(FlapDetector.states(gone.change(), seen, false), gone.flapping());
    if (flaps) {
      noted.add(new JournalEntry.Noted(gone.change(), gone.since(), false, true));
    } else if (gone.stands() && fails(gone.change())) {
      standing.add(new Standing(again(gone.change()), run.at(), true));
    } else if (gone.stands()) {
      ended.add(new Standing(gone.change(), gone.since(), true));
    }
    flapping(rule, gone.change(), flaps, gone.flapping(), seen);
  }

  /** Whether a verdict fails as in the baseline, which is not a recovery. */
  private boolean fails(Change gone) {
    RuleState now = run.rules().get(gone.rule());
    return gone.aspect() == Aspect.VERDICT && now != null && now.status() == Status.FAIL;
  }

  private static Change again(Change gone) {
    return new Change(
        gone.rule(),
        Aspect.VERDICT,
        "",
        gone.now(),
        gone.before() + " again, as in the baseline",
        Change.Rank.BROKEN);
  }

  private void flapping(
      String rule, Change change, boolean flaps, boolean before, List<JournalEntry> seen) {
    if (flaps || before) {
      flapping.add(
          new Flapping(
              change,
              FlapDetector.statuses(rule, seen, Optional.ofNullable(run.rules().get(rule))),
              !flaps
                  ? Flapping.State.SETTLED
                  : before ? Flapping.State.GOES_ON : Flapping.State.BEGAN));
    }
  }
}
