package dev.rollcall.engine;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.text.HostNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds external hosts that sent the same page in one run without proof of identity: a device on
 * the path answers for all of them. Protocols record the page's digest as a fact whose name ends in
 * {@code body-sha256}, only if nothing identified the sender. Pure.
 */
final class SameAnswers {
  private static final String FACT = "body-sha256";

  /** The parts {@code uni.ac.uk} and {@code example.com} at the end of a name. */
  private static final Pattern REGISTERED =
      Pattern.compile(
          "[^.]++\\.(?:(?:ac|co|com|edu|gov|net|nhs|org|police|sch)\\.[a-z]{2}|[^.]++)$");

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

  /** The most other hosts to name in the evidence. */
  private static final int NAMED = 3;

  private SameAnswers() {}

  /** The same evidence, with such answers turned into faults. */
  static List<Gathered> found(List<Gathered> all) {
    Map<String, Set<String>> hosts = new HashMap<>();
    for (Gathered one : all) {
      probed(one)
          .forEach(
              finding ->
                  finding
                      .attempts()
                      .forEach(
                          attempt ->
                              digest(attempt)
                                  .ifPresent(
                                      digest ->
                                          hosts
                                              .computeIfAbsent(digest, any -> new TreeSet<>())
                                              .add(host(finding)))));
    }
    hosts.values().removeIf(same -> same.stream().map(SameAnswers::domain).distinct().count() < 2);
    return hosts.isEmpty() ? all : all.stream().map(one -> judged(one, hosts)).toList();
  }

  private static List<Finding> probed(Gathered one) {
    return one.rule().judging().external() && one.evidence() instanceof Evidence.Probed probed
        ? probed.findings()
        : List.of();
  }

  private static Gathered judged(Gathered one, Map<String, Set<String>> hosts) {
    if (probed(one).isEmpty() || !(one.evidence() instanceof Evidence.Probed probed)) {
      return one;
    }
    List<Finding> findings = probed.findings().stream().map(f -> judged(f, hosts)).toList();
    return one.with(probed.with(findings));
  }

  private static Finding judged(Finding finding, Map<String, Set<String>> hosts) {
    List<Attempt> attempts = new ArrayList<>();
    for (Attempt attempt : finding.attempts()) {
      Optional<Set<String>> same = digest(attempt).map(hosts::get);
      attempts.add(same.isPresent() ? failed(attempt, finding, same.get()) : attempt);
    }
    return finding.with(attempts, finding.followUps());
  }

  private static Attempt failed(Attempt attempt, Finding finding, Set<String> same) {
    List<String> others =
        same.stream().filter(host -> !host.equals(host(finding))).limit(NAMED).toList();
    Fault fault =
        new Fault(
            Phase.EXCHANGE,
            FaultKind.BLOCK_PAGE,
            "the same page came from " + String.join(", ", others) + " in this run");
    Outcome outcome = attempt.outcome();
    return attempt.with(new Outcome.Failed(fault, outcome.observations(), outcome.concerns()));
  }

  private static Optional<String> digest(Attempt attempt) {
    return attempt.outcome() instanceof Outcome.Failed
        ? Optional.empty()
        : attempt.outcome().observations().stream()
            .filter(seen -> seen instanceof Observation.Fact fact && fact.name().endsWith(FACT))
            .map(seen -> ((Observation.Fact) seen).text())
            .findFirst();
  }

  private static String host(Finding finding) {
    return finding.route().target().host();
  }

  /**
   * What was registered, of which hosts may share a page: the last two labels, or three below a
   * country's own second level. An address shares nothing.
   */
  private static String domain(String host) {
    String name = HostNames.plain(host);
    if (ADDRESS.matcher(name).matches()) {
      return name;
    }
    Matcher registered = REGISTERED.matcher(name);
    return registered.find() ? registered.group() : name;
  }
}
