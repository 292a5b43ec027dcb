package dev.rollcall.model;

import dev.rollcall.model.rule.Vantage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One run: everything that was observed, from which every report can be made.
 *
 * @param took monotonic
 * @param interrupted whether a signal or the run's deadline ended it early
 * @param remarks on the run as a whole, each with its own status (such as: this host is none of the
 *     site's servers)
 * @param results in the order of the catalogue
 */
public record Run(
    Origin origin,
    Instant startedAt,
    Duration took,
    boolean interrupted,
    List<Remark> remarks,
    List<RuleResult> results) {
  public Run {
    Objects.requireNonNull(origin);
    remarks = List.copyOf(remarks);
    results = List.copyOf(results);
  }

  /**
   * What ran, and where.
   *
   * @param version Rollcall's own
   * @param catalogue the catalogue's name
   * @param title the catalogue's title, for headings
   * @param host the name of the host that probed
   * @param files what it was made of
   * @param servers those in whose place the run was made; empty if the catalogue has none, if the
   *     run takes no server's place, or if its document is older
   * @param platform {@code Linux 6.1 amd64, Java 17.0.15}
   */
  public record Origin(
      String version,
      String catalogue,
      String title,
      Vantage vantage,
      String host,
      Files files,
      Optional<Servers> servers,
      String platform) {
    public Origin {
      Objects.requireNonNull(version);
      Objects.requireNonNull(catalogue);
      Objects.requireNonNull(files);
      Objects.requireNonNull(servers);
    }

    /** The path of the site file. */
    public Optional<String> site() {
      return files.site();
    }
  }

  /**
   * The files that a run is made of, by their paths as they were given.
   *
   * @param site the site file
   * @param checks the catalogue; empty for the one in the jar, or if the run's document is older
   */
  public record Files(Optional<String> site, Optional<String> checks) {
    /** The catalogue in the jar, without a site file. */
    public static final Files NONE = new Files(Optional.empty(), Optional.empty());

    public Files {
      Objects.requireNonNull(site);
      Objects.requireNonNull(checks);
    }
  }

  /** Marks a run in which stand-ins' answers count as a pass. */
  public static final Remark REHEARSAL =
      new Remark(Status.PASS, "rehearsal: stand-ins count as the servers that they stand in for");

  /** Marks a run of {@code --strict}. */
  public static final Remark STRICT =
      new Remark(Status.PASS, "strict: a warning counts as a failure");

  /** What tells it from any other run: two documents with the same are of one run. */
  public List<Object> identity() {
    return List.of(origin.host(), startedAt, origin.vantage(), origin.catalogue());
  }

  /** The same run, marked as one of {@code --strict}. */
  public Run strictly() {
    List<Remark> all = new ArrayList<>(remarks);
    all.add(STRICT);
    return new Run(origin, startedAt, took, interrupted, all, results);
  }

  /** Whether {@link #STRICT} is among the remarks. */
  public boolean isStrict() {
    return remarks.contains(STRICT);
  }

  /** The same run with other results. */
  public Run withResults(List<RuleResult> others) {
    return new Run(origin, startedAt, took, interrupted, remarks, others);
  }

  /** Whether {@link #REHEARSAL} is among the remarks. */
  public boolean isRehearsal() {
    return remarks.contains(REHEARSAL);
  }

  /** A sentence on the run as a whole; its status counts for the run like a rule's. */
  public record Remark(Status status, String text) {}

  /**
   * The status of the run: its worst rule or remark. A run in which every rule was skipped, or that
   * has none, is {@link Status#INCONCLUSIVE}.
   */
  public Status status() {
    Status worst = Status.SKIPPED;
    for (RuleResult result : results) {
      worst = worst.orWorse(result.verdict().status());
    }
    if (worst == Status.SKIPPED) {
      return Status.INCONCLUSIVE;
    }
    for (Remark remark : remarks) {
      worst = worst.orWorse(remark.status());
    }
    return interrupted ? worst.orWorse(Status.INCONCLUSIVE) : worst;
  }

  /** Whether everything works; of a run of {@code --strict}, also without a warning. */
  public boolean isReady() {
    return status().works() && !(isStrict() && status() == Status.WARN);
  }

  /** The rules that have this status, in order. */
  public List<RuleResult> with(Status status) {
    return results.stream().filter(result -> result.verdict().status() == status).toList();
  }

  /** How many rules have this status. */
  public long count(Status status) {
    return with(status).size();
  }
}
