package dev.rollcall.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What stand-ins saw while they answered: evidence of who gets through to here, and from which
 * address.
 *
 * @param version Rollcall's own
 * @param host the name of the host that answered
 * @param took monotonic, from the first open port to the end
 * @param posts what was answered for
 * @param visits in the order of their beginning
 * @param unlogged visits beyond those that are kept, which only this number tells of
 */
public record StandInLog(
    String version,
    String host,
    Instant startedAt,
    Duration took,
    List<Post> posts,
    List<Visit> visits,
    long unlogged) {
  public StandInLog {
    Objects.requireNonNull(version);
    Objects.requireNonNull(host);
    Objects.requireNonNull(startedAt);
    Objects.requireNonNull(took);
    posts = List.copyOf(posts);
    visits = List.copyOf(visits);
  }

  /**
   * One port that was answered on.
   *
   * @param address the local address, {@code 0.0.0.0} or {@code ::} for all
   * @param rules ids of the rules that it stood in for
   * @param health path of the health check as the site file has it, if it has
   */
  public record Post(
      String address, Port port, String protocol, List<String> rules, Optional<String> health) {
    public Post {
      Objects.requireNonNull(address);
      Objects.requireNonNull(port);
      Objects.requireNonNull(protocol);
      rules = List.copyOf(rules);
      Objects.requireNonNull(health);
    }

    /** A port of which no health check is known. */
    public Post(String address, Port port, String protocol, List<String> rules) {
      this(address, port, protocol, rules, Optional.empty());
    }
  }

  /**
   * One connection, or one datagram.
   *
   * @param since monotonic, from the log's start
   * @param source the caller's address as it is seen here, without a port: NAT shows
   * @param target the local address that was called
   * @param saw what the caller showed, in order, nothing of any authentication
   * @param ended how it ended, in a word or a sentence
   */
  public record Visit(
      Duration since,
      Port port,
      String protocol,
      String source,
      String target,
      List<Observation.Fact> saw,
      String ended) {
    public Visit {
      Objects.requireNonNull(since);
      Objects.requireNonNull(port);
      Objects.requireNonNull(protocol);
      Objects.requireNonNull(source);
      Objects.requireNonNull(target);
      saw = List.copyOf(saw);
      Objects.requireNonNull(ended);
    }
  }
}
