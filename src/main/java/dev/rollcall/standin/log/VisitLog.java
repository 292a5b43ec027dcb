package dev.rollcall.standin.log;

import dev.rollcall.model.StandInLog.Series;
import dev.rollcall.model.StandInLog.Visit;
import dev.rollcall.model.path.Transport;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps visits within a number of bytes, and counts all of them. The memory is shared between
 * served visits over TCP, visits over UDP (whose sources may be forged) and rejected visits in the
 * proportion 6 : 1 : 1. Not thread-safe.
 */
public final class VisitLog {
  /** How much of a part is freed at once. */
  private static final int EIGHTH = 8;

  private final long most;
  private final Part tcp = new Part(6);
  private final Part udp = new Part(1);
  private final Part turnedAway = new Part(1);
  private final List<Part> parts = List.of(tcp, udp, turnedAway);
  private long total;

  private record Part(int share, SeriesTable table) {
    Part(int share) {
      this(share, new SeriesTable());
    }

    double excess() {
      return (double) table.bytes() / share;
    }
  }

  /**
   * An empty log.
   *
   * @param most bytes that it takes in memory, and as JSON, at most; some ten thousand or more
   */
  public VisitLog(long most) {
    this.most = most;
  }

  public void add(EndedVisit ended) {
    // First, so that all visits are counted even if the rest fails.
    total++;
    boolean datagram = ended.visit().port().transport() == Transport.UDP;
    Part part = ended.turnedAway() ? turnedAway : datagram ? udp : tcp;
    part.table().add(ended);
    if (bytes() > most) {
      SeriesTable largest =
          parts.stream().max(Comparator.comparingDouble(Part::excess)).orElseThrow().table();
      largest.shrink(largest.bytes() - (bytes() - most) - largest.bytes() / EIGHTH);
    }
  }

  /** An upper bound of its size, in bytes. */
  public long bytes() {
    return parts.stream().mapToLong(part -> part.table().bytes()).sum();
  }

  /** How many visits ended. */
  public long total() {
    return total;
  }

  /** The visits that are stored in full, in the order of their start. */
  public List<Visit> visits() {
    return all()
        .flatMap(series -> series.visits().stream())
        .sorted(Comparator.comparing(Visit::since))
        .toList();
  }

  /** In the order of their first visit. */
  public List<Series> series() {
    return all().map(VisitSeries::series).sorted(Comparator.comparing(Series::since)).toList();
  }

  private Stream<VisitSeries> all() {
    return parts.stream().flatMap(part -> part.table().all().stream());
  }
}
