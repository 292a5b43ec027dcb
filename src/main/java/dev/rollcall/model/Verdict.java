package dev.rollcall.model;

import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.rule.Owner;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The verdict on a rule.
 *
 * @param summary one line: the proof of a pass, or what is wrong
 * @param cause the fault that decided, if one did
 * @param owner who must act; empty if nothing is to be done
 * @param advice what to do, concrete enough to be mailed; empty if nothing is to be done
 * @param remarks further lines: other failing addresses, further warnings, notes
 * @param sides network path and permissions separately, if the rule has credentials
 * @param tasks who must act on each failing address and name, if not the owner alone; else none
 */
public record Verdict(
    Status status,
    String summary,
    Optional<Fault> cause,
    Optional<Owner> owner,
    String advice,
    List<String> remarks,
    Optional<Sides> sides,
    List<Task> tasks) {
  /** The prefix of the summary if an advisory rule fails, which is then only a warning. */
  public static final String ADVISORY = "advisory: ";

  public Verdict {
    Objects.requireNonNull(status);
    Objects.requireNonNull(summary);
    Objects.requireNonNull(advice);
    remarks = List.copyOf(remarks);
    Objects.requireNonNull(sides);
    tasks = List.copyOf(tasks);
  }

  /** Of the owner alone. */
  public Verdict(
      Status status,
      String summary,
      Optional<Fault> cause,
      Optional<Owner> owner,
      String advice,
      List<String> remarks,
      Optional<Sides> sides) {
    this(status, summary, cause, owner, advice, remarks, sides, List.of());
  }

  /** Without credentials. */
  public Verdict(
      Status status,
      String summary,
      Optional<Fault> cause,
      Optional<Owner> owner,
      String advice,
      List<String> remarks) {
    this(status, summary, cause, owner, advice, remarks, Optional.empty());
  }

  /** The same verdict with one more remark, after the others. */
  public Verdict withRemark(String remark) {
    return new Verdict(
        status,
        summary,
        cause,
        owner,
        advice,
        Stream.concat(remarks.stream(), Stream.of(remark)).toList(),
        sides,
        tasks);
  }

  /** The same verdict with another status and summary. */
  public Verdict with(Status other, String text) {
    return new Verdict(other, text, cause, owner, advice, remarks, sides, tasks);
  }

  /** The same verdict for several owners. */
  public Verdict with(List<Task> others) {
    return new Verdict(status, summary, cause, owner, advice, remarks, sides, others);
  }

  /** Everyone whose work is needed, the owner first. */
  public List<Owner> owners() {
    return Stream.concat(owner.stream(), tasks.stream().map(Task::owner)).distinct().toList();
  }

  /** {@link #owners} in words: {@code firewall team, owner of the server}. */
  public Optional<String> who() {
    return owners().stream().map(Owner::title).reduce((one, next) -> one + ", " + next);
  }

  /**
   * Who must act on one failing address or name.
   *
   * @param target the host and the port, also behind a proxy
   * @param address the address dialled; empty for a name without a usable address
   * @param advice what the owner must do; may be for several addresses
   */
  public record Task(Owner owner, Target target, Optional<InetAddress> address, String advice) {
    public Task {
      Objects.requireNonNull(owner);
      Objects.requireNonNull(target);
      Objects.requireNonNull(address);
      Objects.requireNonNull(advice);
    }
  }

  /**
   * Network path (without credentials) and permissions (with them).
   *
   * @param path {@code proven (…)}, {@code undecided (…)} or {@code FAILED (…)}
   * @param right {@code proven (account)}, {@code denied (account at …)}, {@code failed (…)} or
   *     {@code not tried (why)}
   */
  public record Sides(String path, String right) {
    public Sides {
      Objects.requireNonNull(path);
      Objects.requireNonNull(right);
    }
  }
}
