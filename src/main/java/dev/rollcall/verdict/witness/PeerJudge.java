package dev.rollcall.verdict.witness;

import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.Verdict;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.Finding;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.verdict.Judge;
import dev.rollcall.verdict.advice.Declared;
import dev.rollcall.verdict.advice.OpenServers;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Judges whether the other servers reach a server, from their runs. */
final class PeerJudge {
  private PeerJudge() {}

  /** The verdict of one other run. */
  private record Word(String witness, Verdict verdict) {}

  /**
   * Fills in one rule.
   *
   * @param rule of this server's run, the inward direction
   * @param outward id of the rule that leads from the other servers to this one
   * @param others runs of the other servers
   * @return empty if none of them probed this server
   */
  static Optional<RuleResult> judge(
      Rule rule, String outward, Run run, List<Run> others, Declared declared) {
    Set<String> names = new HashSet<>(List.of(lower(run.origin().host())));
    for (String name : rule.destination().split(", ", -1)) {
      names.add(lower(name));
    }
    Set<String> addresses = Sources.of(run);
    List<Word> words = new ArrayList<>();
    for (Run other : others) {
      for (RuleResult result : other.results()) {
        if (result.rule().id().equals(outward)
            && result.evidence() instanceof Evidence.Probed probed) {
          word(other, result.rule(), part(probed, names, addresses), declared)
              .ifPresent(words::add);
        }
      }
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(result(rule, outward, words));
  }

  /** The evidence of another run about this server. */
  private static Evidence.Probed part(
      Evidence.Probed probed, Set<String> names, Set<String> addresses) {
    List<Finding> findings =
        probed.findings().stream()
            .filter(
                finding ->
                    names.contains(lower(finding.route().target().host()))
                        || addresses.contains(finding.route().dialled().address().getHostAddress()))
            .toList();
    List<NameEvidence> evidence =
        probed.names().stream()
            .filter(
                name ->
                    names.contains(lower(name.host()))
                        || findings.stream()
                            .anyMatch(f -> f.route().target().host().equals(name.host())))
            .toList();
    return new Evidence.Probed(evidence, findings, probed.finished());
  }

  private static Optional<Word> word(
      Run other, Rule outward, Evidence.Probed part, Declared declared) {
    if (part.findings().isEmpty() && part.names().isEmpty()) {
      return Optional.empty();
    }
    Judge judge =
        new Judge(
            other.startedAt().atZone(ZoneOffset.UTC).toLocalDate(),
            other.isRehearsal(),
            id -> Optional.empty(),
            declared,
            OpenServers.of(other.results().stream().map(RuleResult::evidence).toList()));
    String witness =
        "the run of "
            + other.origin().host()
            + ", "
            + other.startedAt().truncatedTo(ChronoUnit.SECONDS);
    return Optional.of(new Word(witness, judge.judge(outward, part)));
  }

  private static RuleResult result(Rule rule, String outward, List<Word> words) {
    int worst = 0;
    for (int i = 1; i < words.size(); i++) {
      worst = status(words.get(i)).compareTo(status(words.get(worst))) > 0 ? i : worst;
    }
    Verdict verdict = words.get(worst).verdict();
    List<String> remarks = new ArrayList<>(verdict.remarks());
    for (int i = 0; i < words.size(); i++) {
      if (i != worst) {
        remarks.add(words.get(i).witness() + ": " + words.get(i).verdict().summary());
      }
    }
    List<Observation> seen =
        words.stream()
            .<Observation>map(
                word ->
                    new Observation.Fact(
                        outward, word.verdict().status() + ": " + word.verdict().summary()))
            .toList();
    return new RuleResult(
        rule,
        new Evidence.Witnessed(
            words.stream().map(Word::witness).collect(Collectors.joining("; ")), seen),
        Judge.capped(
            rule,
            new Verdict(
                verdict.status(),
                verdict.summary(),
                verdict.cause(),
                verdict.owner(),
                verdict.advice(),
                remarks)),
        Duration.ZERO);
  }

  private static Status status(Word word) {
    return word.verdict().status();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
