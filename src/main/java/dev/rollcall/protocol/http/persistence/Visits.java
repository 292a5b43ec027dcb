package dev.rollcall.protocol.http.persistence;

import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.probe.quote.Quotes;
import dev.rollcall.protocol.http.message.Cookies;
import dev.rollcall.text.Counted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which servers several connections reached, in order; pure. */
public record Visits(List<Visit> visits) {
  private static final int SHOWN = 60;

  public Visits {
    visits = List.copyOf(visits);
  }

  /**
   * One connection and its answer.
   *
   * @param texts what should name the server; none if the answer carries no evidence
   * @param server the one that it names, if it names one
   */
  public record Visit(int status, List<String> texts, Optional<String> server, Cookies cookies) {
    public Visit {
      texts = List.copyOf(texts);
    }
  }

  Visit first() {
    return visits.get(0);
  }

  /** The server that was reached last; empty text if its answer names none. */
  String last() {
    return visits.get(visits.size() - 1).server().orElse("");
  }

  /** These, and others after them. */
  Visits and(Visits others) {
    return new Visits(Stream.concat(visits.stream(), others.visits.stream()).toList());
  }

  /** The servers, each with how often it was reached. */
  Map<String, Long> servers() {
    return visits.stream()
        .flatMap(visit -> visit.server().stream())
        .collect(
            Collectors.groupingBy(server -> server, LinkedHashMap::new, Collectors.counting()));
  }

  /**
   * Whether only the first ones, a quarter at most, reached another server than all the rest: so it
   * looks when a balancer meets several first connections of a client at once, and the last of them
   * decides where it is kept.
   */
  public boolean settle() {
    List<Optional<String>> order = visits.stream().map(Visit::server).toList();
    List<Optional<String>> rest = order.subList(order.size() / 4, order.size());
    return servers().size() > 1 && rest.stream().distinct().count() == 1;
  }

  /** Why the server of some answers is unknown; empty if every answer names it. */
  public Optional<Outcome.Gap> unnamed(String what, Quotes quotes) {
    List<Visit> unnamed = visits.stream().filter(visit -> visit.server().isEmpty()).toList();
    if (unnamed.isEmpty()) {
      return Optional.empty();
    }
    Optional<Visit> said = unnamed.stream().filter(visit -> !visit.texts().isEmpty()).findFirst();
    if (said.isPresent()) {
      return Optional.of(
          new Outcome.Gap(
              "the "
                  + what
                  + " says '"
                  + quotes.upTo(SHOWN).text(said.get().texts().get(0))
                  + "', which names no server of the site, and is none of the listed values",
              "list what it says of each server (service.persistence.values in the site file), or"
                  + " name other evidence (service.persistence.evidence)"));
    }
    String status = " (HTTP " + unnamed.get(0).status() + ")";
    return Optional.of(
        new Outcome.Gap(
            unnamed.size() == visits.size()
                ? "no answer carries the " + what + status
                : unnamed.size()
                    + " of "
                    + visits.size()
                    + " answers do not carry the "
                    + what
                    + status,
            "have every answer name its server there, or name other evidence"
                + " (service.persistence.evidence in the site file)"));
  }

  /** {@code 8 connections reached 2 servers: a 5 times, b 3 times (header X), in order 1 2 1 …}. */
  public String sentence(String how, String what) {
    Map<String, Long> servers = servers();
    List<String> names = new ArrayList<>(servers.keySet());
    String order =
        visits.stream()
            .map(visit -> visit.server().map(s -> "" + (names.indexOf(s) + 1)).orElse("?"))
            .collect(Collectors.joining(" "));
    return Counted.of(visits.size(), "connection")
        + how
        + " reached "
        + Counted.of(servers.size(), "server")
        + ": "
        + servers.entrySet().stream()
            .map(one -> one.getKey() + " " + Counted.times(one.getValue()))
            .collect(Collectors.joining(", "))
        + " ("
        + what
        + "), in order "
        + order;
  }
}
