package dev.rollcall.history;

import dev.rollcall.history.entry.RuleState;
import dev.rollcall.model.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** States of a rule, each made from a sound one by one difference. */
public final class States {
  public static final String HOST = "dc1.uni.edu";
  public static final RuleState.Leaf LEAF =
      new RuleState.Leaf(
          "aa", "CN=Issuing 1,O=Campus", "RSA 2048", List.of("dns:" + HOST), end("2027-01-01"));

  public static final RuleState SOUND =
      new RuleState(
          Status.PASS,
          Optional.empty(),
          false,
          Map.of(HOST, List.of("198.18.1.5")),
          Map.of(HOST, List.of(LEAF)),
          Map.of("ldap.vendor", List.of("Samba 4.17")),
          Optional.of(Duration.ofMillis(2)),
          Optional.of(Duration.ofMillis(20)));

  private States() {}

  public static Instant end(String day) {
    return Instant.parse(day + "T00:00:00Z");
  }

  public static RuleState failing(String cause) {
    return new RuleState(
        Status.FAIL,
        Optional.of(cause),
        false,
        SOUND.addresses(),
        Map.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }

  public static RuleState standing(Status status) {
    return new RuleState(
        status,
        Optional.empty(),
        false,
        SOUND.addresses(),
        SOUND.certificates(),
        SOUND.facts(),
        SOUND.connect(),
        SOUND.answer());
  }

  public static RuleState at(boolean rotating, String... addresses) {
    return new RuleState(
        Status.PASS,
        Optional.empty(),
        rotating,
        Map.of(HOST, List.of(addresses)),
        SOUND.certificates(),
        SOUND.facts(),
        SOUND.connect(),
        SOUND.answer());
  }

  public static RuleState showing(boolean rotating, RuleState.Leaf... leaves) {
    return new RuleState(
        Status.PASS,
        Optional.empty(),
        rotating,
        SOUND.addresses(),
        Map.of(HOST, List.of(leaves)),
        SOUND.facts(),
        SOUND.connect(),
        SOUND.answer());
  }

  public static RuleState saying(boolean rotating, String... values) {
    return new RuleState(
        Status.PASS,
        Optional.empty(),
        rotating,
        SOUND.addresses(),
        SOUND.certificates(),
        Map.of("ldap.vendor", List.of(values)),
        SOUND.connect(),
        SOUND.answer());
  }

  public static RuleState taking(int connectMillis, int answerMillis) {
    return new RuleState(
        Status.PASS,
        Optional.empty(),
        false,
        SOUND.addresses(),
        SOUND.certificates(),
        SOUND.facts(),
        Optional.of(Duration.ofMillis(connectMillis)),
        Optional.of(Duration.ofMillis(answerMillis)));
  }
}
