package dev.rollcall.standin.log;

import dev.rollcall.model.StandInLog.Visit;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All series of one kind: of served visits over TCP, of those over UDP, or of those turned away.
 */
final class SeriesTable {
  /** How many different requests of one source are counted separately, beside the health check. */
  private static final int QUESTIONS = 16;

  /** A longer request is not a health check. */
  private static final int LONGEST_QUESTION = 200;

  private static final long GENEROUS = 64 << 10;
  private static final long SPARING = 4 << 10;

  private final Map<Caller, Map<Question, VisitSeries>> callers = new LinkedHashMap<>();
  private long quota = GENEROUS;
  private long bytes;

  private record Caller(String source, Port port, String protocol) {}

  /**
   * @param asked empty for all that are counted together
   * @param rollcall whether it came from Rollcall
   */
  private record Question(Optional<String> asked, boolean rollcall) {
    static final Question MANY = new Question(Optional.empty(), false);
  }

  void add(EndedVisit ended) {
    Visit visit = ended.visit();
    Map<Question, VisitSeries> questions =
        callers.computeIfAbsent(
            new Caller(visit.source(), visit.port(), visit.protocol()),
            caller -> new LinkedHashMap<>());
    Question question = question(ended, questions);
    boolean timed =
        visit.port().transport() == Transport.TCP
            && !ended.turnedAway()
            && !question.rollcall()
            && question.asked().isPresent();
    VisitSeries series = questions.get(question);
    long before = series == null ? 0 : series.bytes();
    if (series == null) {
      series = new VisitSeries(ended, question.asked(), timed);
      questions.put(question, series);
    }
    series.add(visit, quota);
    bytes += series.bytes() - before;
  }

  private static Question question(EndedVisit ended, Map<Question, VisitSeries> known) {
    Question question = new Question(Optional.of(ended.asked()), ended.fromRollcall());
    boolean apart =
        known.containsKey(question)
            || ended.healthCheck()
            || (known.size() < QUESTIONS && ended.asked().length() <= LONGEST_QUESTION);
    return apart ? question : Question.MANY;
  }

  /** An upper bound of what it takes, in memory and as JSON. */
  long bytes() {
    return bytes;
  }

  /**
   * Frees memory: stores fewer visits in full, and at last forgets sources. Up to half of it is for
   * the sources with the longest regular record, a quarter for the first ones, the rest for the
   * latest; one network gets at most a quarter of each part.
   *
   * @param target how many bytes it may take then
   */
  void shrink(long target) {
    List<VisitSeries> all = all();
    // Counted again, as an earlier addition may have failed halfway.
    bytes = all.stream().mapToLong(VisitSeries::bytes).sum();
    while (bytes > target && quota > SPARING) {
      quota /= 2;
      all.forEach(series -> series.trim(quota));
      bytes = all.stream().mapToLong(VisitSeries::bytes).sum();
    }
    if (bytes > target) {
      retain(worthiest(all, target));
    }
  }

  private static Set<VisitSeries> worthiest(List<VisitSeries> all, long target) {
    Map<VisitSeries, Duration> records = new HashMap<>();
    for (VisitSeries series : all) {
      Duration record = series.regularRecord();
      // A source that requests the site's health check may still become regular.
      if (!record.isZero() || series.healthCheck()) {
        records.put(series, record);
      }
    }
    Comparator<VisitSeries> oldest = Comparator.comparing(VisitSeries::since);
    Comparator<VisitSeries> longest = Comparator.comparing(records::get, Comparator.reverseOrder());
    Set<VisitSeries> kept = new HashSet<>();
    long left = target;
    left -=
        take(
            records.keySet().stream().sorted(longest.thenComparing(oldest)).toList(),
            target / 2,
            kept);
    left -= take(all.stream().sorted(oldest).toList(), target / 4, kept);
    take(
        all.stream().sorted(Comparator.comparing(VisitSeries::until).reversed()).toList(),
        left,
        kept);
    return kept;
  }

  /** Adds the first that fit into the room, and gives the bytes that they take. */
  private static long take(List<VisitSeries> ordered, long room, Set<VisitSeries> kept) {
    Map<String, Long> networks = new HashMap<>();
    long left = room;
    for (VisitSeries series : ordered) {
      long own = networks.getOrDefault(series.network(), 0L) + series.bytes();
      if (!kept.contains(series) && series.bytes() <= left && own <= room / 4) {
        kept.add(series);
        left -= series.bytes();
        networks.put(series.network(), own);
      }
    }
    return room - left;
  }

  private void retain(Set<VisitSeries> kept) {
    callers.values().forEach(questions -> questions.values().retainAll(kept));
    callers.values().removeIf(Map::isEmpty);
    bytes = kept.stream().mapToLong(VisitSeries::bytes).sum();
  }

  List<VisitSeries> all() {
    List<VisitSeries> all = new ArrayList<>();
    callers.values().forEach(questions -> all.addAll(questions.values()));
    return all;
  }
}
