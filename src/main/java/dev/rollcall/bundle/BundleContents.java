package dev.rollcall.bundle;

import dev.rollcall.bundle.redact.Redaction;
import dev.rollcall.model.HostFacts;
import dev.rollcall.model.Past;
import dev.rollcall.model.Run;
import dev.rollcall.model.StandInLog;
import dev.rollcall.model.Status;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What goes into a bundle.
 *
 * @param past the last runs, as far as the history still knows them
 * @param site the site file's text, if one was named
 * @param logs what stand-ins saw
 * @param redacted whether names, addresses and accounts are pseudonyms
 */
public record BundleContents(
    Run run,
    Past past,
    Optional<String> site,
    HostFacts host,
    List<StandInLog> logs,
    boolean redacted) {
  public BundleContents {
    Objects.requireNonNull(run);
    Objects.requireNonNull(past);
    Objects.requireNonNull(site);
    Objects.requireNonNull(host);
    logs = List.copyOf(logs);
  }

  /**
   * The same with pseudonyms.
   *
   * @param redacted makes the redacted text of the site file, once everything was learned
   */
  public BundleContents redacted(Redaction redaction, Function<Redaction, String> redacted) {
    redaction.learn(run);
    redaction.learn(past);
    redaction.learn(host);
    logs.forEach(redaction::learn);
    return new BundleContents(
        redaction.redact(run),
        redaction.redact(past),
        site.map(any -> redacted.apply(redaction)),
        redaction.redact(host),
        logs.stream().map(redaction::redact).toList(),
        true);
  }

  /** The same with only the latest of the last runs. */
  BundleContents withMoments(int count) {
    List<Past.Moment> all = past.moments();
    return new BundleContents(
        run,
        new Past(past.drift(), all.subList(Math.max(0, all.size() - count), all.size())),
        site,
        host,
        logs,
        redacted);
  }

  /** The same with only the first stand-ins' logs. */
  BundleContents withLogs(int count) {
    return new BundleContents(run, past, site, host, logs.subList(0, count), redacted);
  }

  /** The same with only the rules that do not pass. */
  BundleContents withoutPasses() {
    return new BundleContents(
        run.withResults(
            run.results().stream()
                .filter(result -> result.verdict().status() != Status.PASS)
                .toList()),
        past,
        site,
        host,
        logs,
        redacted);
  }
}
