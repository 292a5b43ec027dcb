package dev.rollcall.model;

import dev.rollcall.model.StandInLog.Visit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which facts of a stand-in's visits say what. Every protocol declares it for the facts that its
 * own stand-in notes, so that a log can be read without knowing the protocol. Each name is empty
 * where the stand-in notes no such fact.
 *
 * @param question name of the fact that holds what was asked
 * @param agent name of the fact that holds the caller's program
 * @param client name of the fact that holds the client's address, as a device before the stand-in
 *     passes it on
 * @param header what that device passes it on in, for people: {@code X-Forwarded-For}
 */
public record VisitFacts(String question, String agent, String client, String header) {
  /** Of a protocol whose stand-in notes none of these. */
  public static final VisitFacts NONE = new VisitFacts("", "", "", "");

  private static final String OURSELVES = "Rollcall";

  public VisitFacts {
    Objects.requireNonNull(question);
    Objects.requireNonNull(agent);
    Objects.requireNonNull(client);
    Objects.requireNonNull(header);
  }

  /** The path in {@code GET /health}, or the question as it stands; empty if there was none. */
  public String asked(Visit visit) {
    String text = texts(visit, question).findFirst().orElse("");
    for (String word : text.split(" ", -1)) {
      if (word.startsWith("/")) {
        return word;
      }
    }
    return text;
  }

  /** Whether a run of Rollcall asked, perhaps through the load balancer: it says so. */
  public boolean fromRollcall(Visit visit) {
    return texts(visit, agent).anyMatch(text -> text.startsWith(OURSELVES));
  }

  /** The addresses of clients as they were passed on. */
  public List<String> clients(Visit visit) {
    return texts(visit, client).toList();
  }

  private static Stream<String> texts(Visit visit, String name) {
    return visit.saw().stream()
        .filter(fact -> !name.isEmpty() && fact.name().equals(name))
        .map(Observation.Fact::text);
  }
}
