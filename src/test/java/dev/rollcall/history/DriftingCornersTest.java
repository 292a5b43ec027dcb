package dev.rollcall.history;

import static dev.rollcall.history.States.HOST;
import static dev.rollcall.history.States.SOUND;
import static dev.rollcall.model.Change.Rank.BROKEN;
import static dev.rollcall.model.Change.Rank.CHANGED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.history.drift.DriftAnalysis;
import dev.rollcall.history.drift.Networks;
import dev.rollcall.history.entry.Baseline;
import dev.rollcall.history.entry.JournalEntry;
import dev.rollcall.history.entry.RuleState;
import dev.rollcall.model.Change;
import dev.rollcall.model.Drift;
import dev.rollcall.model.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What happens in a history that is kept for years. */
class DriftingCornersTest {
  private static final String RULE = "ad.ldaps";
  private static final RuleState DROPPED = States.failing("CONNECT DROPPED");
  private static final RuleState UNRESOLVED =
      RuleState.bare(Status.FAIL, Optional.of("RESOLVE NAME_NOT_FOUND"));

  private static Drift run(Story story, RuleState state) {
    return story.run(Map.of(RULE, state));
  }

  @Test
  void aRuleThatFailsAsItDidInTheBaselineIsNoRecovery() {
    Story story = new Story(Map.of(RULE, DROPPED));
    run(story, SOUND);
    Drift broken = run(story, DROPPED);
    assertEquals(List.of(), broken.ended());
    assertEquals(BROKEN, broken.standing().get(0).change().rank());
    assertTrue(broken.standing().get(0).fresh());
    assertFalse(run(story, DROPPED).isNews());
    run(story, States.failing("CONNECT REFUSED"));
    assertEquals(List.of(), run(story, DROPPED).ended());
  }

  @Test
  void whatSettlesAsBrokenIsSaidAsBroken() {
    Story story = new Story(Map.of(RULE, SOUND));
    for (RuleState state : List.of(DROPPED, SOUND, DROPPED, SOUND)) {
      run(story, state);
    }
    List<Drift.Standing> fresh = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      run(story, DROPPED).standing().stream().filter(Drift.Standing::fresh).forEach(fresh::add);
    }
    assertEquals(1, fresh.size(), fresh::toString);
    assertEquals(BROKEN, fresh.get(0).change().rank());
  }

  @Test
  void anOutageEndsNoOtherChange() {
    Story story = new Story(Map.of(RULE, SOUND));
    RuleState moved = States.at(false, "198.18.1.9");
    run(story, moved);
    Drift out = run(story, UNRESOLVED);
    assertEquals(List.of(), out.ended());
    assertEquals(2, out.standing().size());
    Drift back = run(story, moved);
    assertEquals(1, back.ended().size());
    assertEquals(Change.Aspect.VERDICT, back.ended().get(0).change().aspect());
    assertFalse(back.standing().stream().anyMatch(Drift.Standing::fresh), back::toString);
  }

  @Test
  void anAcceptedSlowPathIsTheUsualOne() {
    Story story = new Story(Map.of(RULE, SOUND));
    for (int i = 0; i < 9; i++) {
      run(story, SOUND);
    }
    RuleState slow = States.taking(200, 220);
    while (!run(story, slow).isNews()) {
      assertTrue(story.last().changes().isEmpty());
    }
    story.accept();
    for (int i = 0; i < 12; i++) {
      Drift drift = run(story, slow);
      assertEquals(List.of(), drift.standing());
    }
  }

  @Test
  void anAcceptedNetworkStaysKnownHoweverLongItWasNotSeen() {
    Story story = new Story(Map.of(RULE, States.at(true, "198.18.3.4")));
    run(story, States.at(true, "198.19.3.4"));
    for (int i = 0; i < DriftAnalysis.LOOK_BACK + 5; i++) {
      assertFalse(run(story, States.at(true, "198.18.3.4")).isNews());
    }
    story.accept();
    assertEquals(List.of(), run(story, States.at(true, "198.19.3.4")).standing());
    assertEquals(List.of("198.18.0.0/16", "198.19.0.0/16"), story.baseline().networks().get(HOST));
  }

  @Test
  void acceptingSomeRulesLeavesTheOthers() {
    Map<String, RuleState> both = new LinkedHashMap<>();
    both.put(RULE, SOUND);
    both.put("sql.tds", SOUND);
    Story story = new Story(both);
    for (int i = 0; i < 4; i++) {
      story.run(both);
    }
    Map<String, RuleState> changed = new LinkedHashMap<>(both);
    changed.put("sql.tds", States.saying(false, "16.1"));
    story.run(changed);
    story.only(Map.of(RULE, SOUND));
    story.accept();
    assertEquals(6, story.baseline().habits().get("sql.tds").connect().size());
    Drift after = story.run(changed);
    assertEquals(1, after.standing().size());
    assertFalse(after.isNews(), after::toString);
  }

  @Test
  void aNewRuleThatWorsensOrGoesIsNews() {
    Map<String, RuleState> more = new LinkedHashMap<>();
    more.put(RULE, SOUND);
    more.put("new.rule", SOUND);
    Story story = new Story(Map.of(RULE, SOUND));
    story.run(more);
    more.put("new.rule", States.standing(Status.WARN));
    Drift worse = story.run(more);
    assertEquals(CHANGED, worse.standing().get(0).change().rank());
    assertTrue(worse.isNews());
    Drift gone = run(story, SOUND);
    assertEquals(1, gone.ended().size());
    assertFalse(run(story, SOUND).isNews());
  }

  @Test
  void zonesOfLinkLocalAddressesDoNoHarm() {
    assertEquals("fe80:0:0:0:0:0:0:0/32", Networks.of("fe80::1%nosuch77"));
  }

  private static Baseline baseline(Baseline.Habit habit) {
    Map<String, RuleState> rules = new LinkedHashMap<>(Map.of("other", SOUND));
    rules.put(RULE, SOUND);
    Drift.Basis basis = new Drift.Basis("run-0", Story.BEGIN, Optional.empty());
    return new Baseline(Story.SERIES, basis, rules, Map.of(), Map.of(RULE, habit));
  }

  private static JournalEntry entry(int number, RuleState state, RuleState other) {
    Map<String, RuleState> rules = new LinkedHashMap<>();
    rules.put(RULE, state);
    rules.put("other", other);
    return new JournalEntry(
        "run-" + number,
        Story.BEGIN.plus(Story.STEP.multipliedBy(number)),
        Story.SERIES,
        "1.2.3",
        "appsanywhere01",
        Status.PASS,
        false,
        false,
        rules,
        "",
        List.of());
  }

  /** Times that no arithmetic bears stand for any defect of the comparison. */
  @Test
  void aRuleThatCannotBeComparedSaysSoAndTakesNothingFromTheOthers() {
    Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
    Baseline.Habit habit = new Baseline.Habit(Collections.nCopies(10, endless), List.of());
    RuleState said = States.saying(false, "Samba 4.20");
    List<JournalEntry> entries = new ArrayList<>();
    for (int i = 1; i < 6; i++) {
      entries.add(entry(i, SOUND, SOUND));
    }
    DriftAnalysis.Result first = DriftAnalysis.of(baseline(habit), entries, entry(6, SOUND, said));
    assertEquals(Set.of(RULE), first.defects().keySet());
    assertEquals(2, first.drift().standing().size(), first::toString);
    Change change = change(first.drift(), RULE);
    assertEquals("comparison", change.subject());
    assertTrue(change.now().startsWith("Rollcall failed while comparing this rule: "), change::now);
    assertEquals("Samba 4.20", change(first.drift(), "other").now());
    assertTrue(first.drift().isNews());
    entries.add(first.entry());
    DriftAnalysis.Result second = DriftAnalysis.of(baseline(habit), entries, entry(7, SOUND, said));
    assertFalse(second.drift().isNews(), second::toString);
    assertEquals(2, second.drift().standing().size());
    entries.add(second.entry());
    Baseline sound = baseline(Baseline.Habit.NONE);
    DriftAnalysis.Result third = DriftAnalysis.of(sound, entries, entry(8, SOUND, said));
    assertEquals(Map.of(), third.defects());
    assertEquals(
        List.of("comparison"),
        third.drift().ended().stream().map(one -> one.change().subject()).toList());
  }

  private static Change change(Drift drift, String rule) {
    return drift.standing().stream()
        .map(Drift.Standing::change)
        .filter(change -> change.rule().equals(rule))
        .findFirst()
        .orElseThrow();
  }
}
