package dev.rollcall.history.drift;

import static dev.rollcall.history.States.HOST;
import static dev.rollcall.history.States.LEAF;
import static dev.rollcall.history.States.SOUND;
import static dev.rollcall.model.Change.Rank.BROKEN;
import static dev.rollcall.model.Change.Rank.CHANGED;
import static dev.rollcall.model.Change.Rank.ROUTINE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.history.States;
import dev.rollcall.history.Story;
import dev.rollcall.history.entry.RuleState;
import dev.rollcall.model.Change;
import dev.rollcall.model.Change.Aspect;
import dev.rollcall.model.Drift;
import dev.rollcall.model.Drift.Flapping.State;
import dev.rollcall.model.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DriftAnalysisTest {
  private static final String RULE = "ad.ldaps";

  private final Story story = new Story(Map.of(RULE, SOUND));

  private Drift run(RuleState state) {
    return story.run(Map.of(RULE, state));
  }

  /** The only change, which must be news. */
  private static Change fresh(Drift drift) {
    assertEquals(1, drift.standing().size(), drift.toString());
    assertTrue(drift.standing().get(0).fresh(), drift.toString());
    assertEquals(List.of(), drift.ended());
    return drift.standing().get(0).change();
  }

  private static void silent(Drift drift) {
    assertFalse(drift.isNews(), drift.toString());
  }

  @Test
  void aHundredUnchangedRunsAreNoNews() {
    for (int i = 0; i < 100; i++) {
      Drift drift = run(SOUND);
      silent(drift);
      assertEquals(List.of(), drift.standing());
      assertFalse(drift.matters());
    }
  }

  @Test
  void aRuleThatBreaksIsNewsOnceAndSoIsItsRecovery() {
    assertEquals(
        new Change(RULE, Aspect.VERDICT, "", "PASS", "FAIL: CONNECT DROPPED", BROKEN),
        fresh(run(States.failing("CONNECT DROPPED"))));
    for (int i = 0; i < 3; i++) {
      Drift still = run(States.failing("CONNECT DROPPED"));
      silent(still);
      assertTrue(still.matters());
      assertEquals(Story.BEGIN.plus(Story.STEP), still.standing().get(0).since());
    }
    Drift recovered = run(SOUND);
    assertEquals(List.of(), recovered.standing());
    assertEquals(1, recovered.ended().size());
    assertEquals(Story.BEGIN.plus(Story.STEP), recovered.ended().get(0).since());
    assertEquals(BROKEN, recovered.ended().get(0).change().rank());
    silent(run(SOUND));
  }

  /** It is told again, and with the time of the run that saw it first. */
  @Test
  void whatNobodyWasToldKeepsItsTime() {
    Map<String, RuleState> broken =
        ordered(RULE, States.failing("CONNECT DROPPED"), "new.rule", SOUND);
    Drift first = story.unsaid(broken);
    assertEquals(2, first.standing().size());
    story.unsaid(broken);
    Drift again = story.run(broken);
    assertEquals(
        first.standing().stream().map(Drift.Standing::since).toList(),
        again.standing().stream().map(Drift.Standing::since).toList());
    assertTrue(again.standing().stream().allMatch(Drift.Standing::fresh));
    silent(story.run(broken));
  }

  @Test
  void anotherCauseIsNews() {
    run(States.failing("CONNECT DROPPED"));
    Drift refused = run(States.failing("CONNECT REFUSED"));
    assertEquals("FAIL: CONNECT REFUSED", fresh(refused).now());
    assertEquals(Story.BEGIN.plus(Story.STEP.multipliedBy(2)), refused.standing().get(0).since());
  }

  @Test
  void theCauseOfAWarningIsSaidAndNotCompared() {
    RuleState why = warning("CONNECT DROPPED at 198.18.1.9");
    assertEquals("WARN: CONNECT DROPPED at 198.18.1.9", fresh(run(why)).now());
    silent(new Story(Map.of(RULE, States.standing(Status.WARN))).run(Map.of(RULE, why)));
  }

  /** A warning is reported once, also if an older Rollcall stored it without its cause. */
  @Test
  void aWarningThatMovesIsNoNews() {
    fresh(run(States.standing(Status.WARN)));
    for (int last = 5; last < 12; last++) {
      silent(run(warning("CONNECT DROPPED at 198.18.1." + last)));
    }
  }

  private static RuleState warning(String cause) {
    RuleState warns = States.standing(Status.WARN);
    return new RuleState(
        warns.status(),
        Optional.of(cause),
        warns.rotating(),
        warns.addresses(),
        warns.certificates(),
        warns.facts(),
        warns.connect(),
        warns.answer());
  }

  @Test
  void verdictsRankByWhatTheyBecome() {
    assertEquals(CHANGED, fresh(run(States.standing(Status.WARN))).rank());
    assertEquals(CHANGED, fresh(run(States.standing(Status.INCONCLUSIVE))).rank());
    assertEquals(ROUTINE, fresh(run(States.standing(Status.SKIPPED))).rank());
    Story broken = new Story(Map.of(RULE, States.failing("CONNECT DROPPED")));
    Drift fixed = broken.run(Map.of(RULE, SOUND));
    assertEquals(ROUTINE, fresh(fixed).rank());
    assertFalse(fixed.matters());
  }

  @Test
  void addressesThatComeAndGoAreNews() {
    Change added = fresh(run(States.at(false, "198.18.1.5", "198.18.1.9")));
    assertEquals(
        new Change(RULE, Aspect.ADDRESSES, HOST, "198.18.1.5", "198.18.1.5, 198.18.1.9", CHANGED),
        added);
    silent(run(States.at(false, "198.18.1.9", "198.18.1.5")));
    assertEquals("198.18.1.9", fresh(run(States.at(false, "198.18.1.9"))).now());
    assertEquals(1, run(SOUND).ended().size());
  }

  @Test
  void ofARotatingNameOnlyANewNetworkIsNewsAndItStaysUntilAccepted() {
    Story cdn = new Story(Map.of(RULE, States.at(true, "198.18.3.4")));
    for (int i = 1; i < 50; i++) {
      silent(cdn.run(Map.of(RULE, States.at(true, "198.18.3." + i, "198.18.4." + i))));
    }
    Drift moved = cdn.run(Map.of(RULE, States.at(true, "198.18.3.4", "198.19.7.7")));
    assertEquals(HOST + " 198.19.0.0/16", fresh(moved).subject());
    assertEquals(CHANGED, fresh(moved).rank());
    Drift back = cdn.run(Map.of(RULE, States.at(true, "198.18.3.4")));
    silent(back);
    assertTrue(back.matters(), "the firewall still lacks the network");
    silent(cdn.run(Map.of(RULE, States.at(true, "198.19.7.8"))));
    cdn.accept();
    assertEquals(List.of("198.18.0.0/16", "198.19.0.0/16"), cdn.baseline().networks().get(HOST));
    Drift accepted = cdn.run(Map.of(RULE, States.at(true, "198.19.7.9")));
    assertEquals(List.of(), accepted.standing());
    silent(accepted);
    silent(cdn.run(Map.of(RULE, States.at(true, "198.18.3.4"))));
  }

  @Test
  void aRenewalIsRoutineAndANewIssuerIsNot() {
    RuleState.Leaf renewed =
        new RuleState.Leaf(
            "bb", "CN=Issuing 2,O=Campus", LEAF.key(), LEAF.names(), States.end("2028-01-01"));
    Change renewal = fresh(run(States.showing(false, renewed)));
    assertEquals(ROUTINE, renewal.rank());
    assertEquals("renewed by the same issuer, ends 2028-01-01", renewal.now());
    silent(run(States.showing(false, renewed)));
    RuleState.Leaf inspected =
        new RuleState.Leaf(
            "cc", "CN=Inspection,O=Firewall", LEAF.key(), LEAF.names(), LEAF.notAfter());
    Change issuer = fresh(run(States.showing(false, inspected)));
    assertEquals(CHANGED, issuer.rank());
    assertEquals("issued by CN=Inspection,O=Firewall", issuer.now());
    RuleState.Leaf otherKey =
        new RuleState.Leaf("dd", LEAF.issuer(), "EC 256", LEAF.names(), LEAF.notAfter());
    assertEquals(CHANGED, fresh(run(States.showing(false, otherKey))).rank());
    RuleState.Leaf otherNames =
        new RuleState.Leaf("ee", LEAF.issuer(), LEAF.key(), List.of("dns:x"), LEAF.notAfter());
    assertEquals(CHANGED, fresh(run(States.showing(false, otherNames))).rank());
  }

  @Test
  void contentNetworksShowManyCertificates() {
    Story cdn = new Story(Map.of(RULE, States.showing(true, LEAF)));
    RuleState.Leaf other =
        new RuleState.Leaf("ff", LEAF.issuer(), "EC 256", LEAF.names(), LEAF.notAfter());
    silent(cdn.run(Map.of(RULE, States.showing(true, other))));
    RuleState.Leaf inspected =
        new RuleState.Leaf("cc", "CN=Inspection", LEAF.key(), LEAF.names(), LEAF.notAfter());
    assertEquals(CHANGED, fresh(cdn.run(Map.of(RULE, States.showing(true, inspected)))).rank());
  }

  @Test
  void anUpgradedServerIsNewsOnce() {
    Change upgraded = fresh(run(States.saying(false, "Samba 4.17", "Samba 4.19")));
    assertEquals(
        new Change(RULE, Aspect.FACT, "ldap.vendor", "Samba 4.17", "Samba 4.19", CHANGED),
        upgraded);
    silent(run(States.saying(false, "Samba 4.19")));
    Story cdn = new Story(Map.of(RULE, States.saying(true, "pop-1")));
    silent(cdn.run(Map.of(RULE, States.saying(true, "pop-2"))));
  }

  @Test
  void oneSlowRunIsNothingAndASlowPathIsNewsOnce() {
    for (int i = 0; i < 9; i++) {
      silent(run(SOUND));
    }
    silent(run(States.taking(900, 1000)));
    for (int i = 0; i < 9; i++) {
      silent(run(SOUND));
    }
    List<Change> said = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      Drift drift = run(States.taking(202 + i, 220 + i));
      if (drift.isNews()) {
        said.add(fresh(drift));
      }
    }
    assertEquals(1, said.size(), said.toString());
    assertEquals(Aspect.LATENCY, said.get(0).aspect());
    assertEquals("path", said.get(0).subject());
    assertEquals("2 ms", said.get(0).before());
    assertEquals(CHANGED, said.get(0).rank());
    int ended = 0;
    for (int i = 0; i < 9; i++) {
      ended += run(SOUND).ended().size();
    }
    assertEquals(1, ended);
    assertFalse(run(SOUND).matters());
  }

  @Test
  void aSlowServerOnAGoodPathIsNews() {
    for (int i = 0; i < 9; i++) {
      silent(run(SOUND));
    }
    List<Change> said = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      silent(run(States.taking(2, 600)));
    }
    for (int i = 0; i < 6; i++) {
      run(States.taking(2, 2000)).standing().forEach(one -> said.add(one.change()));
    }
    assertEquals("answer", said.get(0).subject());
  }

  /** A backup on this host makes every server answer late: none of them is the cause. */
  @Test
  void aBusyMomentOfThisHostIsNoNewsOfItsServers() {
    Story many = new Story(servers(States.taking(2, 20), States.taking(2, 30)));
    for (int i = 0; i < 9; i++) {
      silent(many.run(servers(States.taking(2, 20), States.taking(2, 30))));
    }
    for (int i = 0; i < 9; i++) {
      silent(many.run(servers(States.taking(2, 600), States.taking(2, 900))));
    }
    List<Change> said = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Drift drift = many.run(servers(States.taking(2, 600), States.taking(2, 60_000)));
      drift.standing().stream().filter(one -> one.fresh()).forEach(one -> said.add(one.change()));
    }
    assertEquals(List.of("server-0"), said.stream().map(Change::rule).toList());
  }

  private static Map<String, RuleState> servers(RuleState most, RuleState first) {
    Map<String, RuleState> servers = new LinkedHashMap<>();
    for (int i = 0; i < 12; i++) {
      servers.put("server-" + i, i == 0 ? first : most);
    }
    return servers;
  }

  @Test
  void newRulesAreNewsAndMissingOnesToo() {
    Drift added = story.run(ordered(RULE, SOUND, "new.rule", SOUND));
    assertEquals(Aspect.CATALOGUE, fresh(added).aspect());
    assertEquals(ROUTINE, fresh(added).rank());
    silent(story.run(ordered(RULE, SOUND, "new.rule", SOUND)));
    Drift broken = story.run(ordered(RULE, SOUND, "new.rule", States.failing("CONNECT DROPPED")));
    assertEquals(BROKEN, fresh(broken).rank());
    story.run(ordered(RULE, SOUND, "new.rule", SOUND));
    story.accept();
    Drift removed = story.run(Map.of(RULE, SOUND));
    assertEquals("no longer in the plan", fresh(removed).now());
    silent(story.run(Map.of(RULE, SOUND)));
    assertEquals(1, story.run(ordered(RULE, SOUND, "new.rule", SOUND)).ended().size());
  }

  private static Map<String, RuleState> ordered(
      String one, RuleState state, String other, RuleState otherState) {
    Map<String, RuleState> rules = new LinkedHashMap<>();
    rules.put(one, state);
    rules.put(other, otherState);
    return rules;
  }

  @Test
  void aRuleThatARunDidNotCheckIsNeitherGoneNorBack() {
    Story two = new Story(ordered(RULE, SOUND, "sql.tds", SOUND));
    two.run(ordered(RULE, States.failing("CONNECT DROPPED"), "sql.tds", SOUND));
    Drift narrow = two.only(Map.of("sql.tds", SOUND));
    silent(narrow);
    assertEquals(List.of(), narrow.standing());
    Drift still = two.run(ordered(RULE, States.failing("CONNECT DROPPED"), "sql.tds", SOUND));
    silent(still);
    assertEquals(Story.BEGIN.plus(Story.STEP), still.standing().get(0).since());
  }

  @Test
  void whatGoesToAndFroIsCalledFlappingOnceAndSettles() {
    RuleState down = States.failing("CONNECT DROPPED");
    List<String> heard = new ArrayList<>();
    List<RuleState> course =
        List.of(
            down, SOUND, down, SOUND, down, SOUND, down, down, SOUND, SOUND, SOUND, SOUND, SOUND,
            SOUND, SOUND, SOUND, SOUND);
    for (RuleState state : course) {
      Drift drift = run(state);
      heard.add(
          drift.flapping().isEmpty()
              ? drift.isNews() ? "news" : "-"
              : drift.flapping().get(0).state() + (drift.standing().isEmpty() ? "" : "!"));
      if (!drift.flapping().isEmpty() && drift.flapping().get(0).state() == State.GOES_ON) {
        silent(drift);
      }
    }
    assertEquals(
        List.of(
            "news",
            "news",
            "news",
            "BEGAN",
            "GOES_ON!",
            "GOES_ON",
            "GOES_ON!",
            "GOES_ON!",
            "GOES_ON",
            "GOES_ON",
            "GOES_ON",
            "GOES_ON",
            "GOES_ON",
            "SETTLED",
            "-",
            "-",
            "-"),
        heard);
  }

  @Test
  void whatFlapsAndStaysBrokenIsSaidWhenItSettles() {
    RuleState down = States.failing("CONNECT DROPPED");
    for (RuleState state : List.of(down, SOUND, down, SOUND)) {
      run(state);
    }
    List<State> states = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Drift drift = run(down);
      drift.flapping().forEach(one -> states.add(one.state()));
      assertTrue(drift.matters());
    }
    assertEquals(State.SETTLED, states.get(states.size() - 1));
    assertEquals(1, states.stream().filter(one -> one == State.SETTLED).count());
  }

  @Test
  void whatIsAcceptedIsNoNewsEither() {
    run(States.saying(false, "Samba 4.19"));
    story.accept();
    assertEquals("ada", story.baseline().basis().accepted().orElseThrow().by());
    Drift after = run(States.saying(false, "Samba 4.19"));
    assertEquals(List.of(), after.standing());
    silent(after);
    Drift back = run(SOUND);
    assertEquals("Samba 4.17", fresh(back).now());
  }

  @Test
  void acceptingAnOlderRunRepeatsNoKnownChange() {
    run(States.failing("CONNECT DROPPED"));
    Story other = new Story(Map.of(RULE, SOUND));
    other.run(Map.of(RULE, SOUND));
    other.accept();
    Drift drift = other.run(Map.of(RULE, States.failing("CONNECT DROPPED")));
    assertEquals(BROKEN, fresh(drift).rank());
    silent(other.run(Map.of(RULE, States.failing("CONNECT DROPPED"))));
  }
}
