package dev.rollcall.catalogue;

import dev.rollcall.catalogue.bind.Binder;
import dev.rollcall.catalogue.bind.Readers;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.model.rule.RequestDetails;
import dev.rollcall.model.rule.ServiceNames;
import dev.rollcall.probe.settings.YamlKey;
import java.time.LocalDate;
import java.util.Optional;

/** Reads what change requests say of every rule, or of one: the key {@code request}. */
final class RequestReader {
  /** The most characters of a text: it is one cell of a form. */
  private static final int LONGEST = 200;

  private final Readers readers;
  private final Binder binder;

  /** The keys of {@code request}; each text is one line. */
  record Keys(
      @YamlKey(about = "The person or team that asks.") Optional<String> requester,
      @YamlKey(about = "Such as production.") Optional<String> environment,
      @YamlKey(about = "The last day on which the change is needed.") Optional<LocalDate> expiry,
      @YamlKey(about = "The number of the request in your own system.") Optional<String> ticket) {}

  RequestReader(Complaints complaints) {
    this.readers = new Readers(complaints);
    this.binder = new Binder(complaints).with(String.class, this::line);
  }

  /**
   * What a section says.
   *
   * @param where its name in complaints
   */
  Optional<RequestDetails> read(Node node, String where) {
    return binder
        .section(Keys.class, node, where)
        .map(
            keys ->
                new RequestDetails(
                    keys.requester(),
                    keys.environment(),
                    keys.expiry(),
                    keys.ticket(),
                    ServiceNames.NONE));
  }

  private Optional<String> line(Node node, String key) {
    Optional<String> text = readers.text(node, key);
    boolean fits =
        text.filter(
                line ->
                    line.isBlank()
                        || line.length() > LONGEST
                        || line.codePoints().anyMatch(Character::isISOControl))
            .isEmpty();
    return fits
        ? text
        : readers.wrong(node, key, "one line of 1 to " + LONGEST + " characters", "");
  }
}
