package dev.rollcall.catalogue;

import dev.rollcall.catalogue.bind.Readers;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Fields;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.model.rule.RequestDetails;
import dev.rollcall.model.rule.ServiceNames;
import java.time.LocalDate;
import java.util.Optional;

/** Reads what change requests say of every rule, or of one: the key {@code request}. */
final class RequestReader {
  /** The most characters of a text: it is one cell of a form. */
  private static final int LONGEST = 200;

  private final Readers readers;

  RequestReader(Complaints complaints) {
    this.readers = new Readers(complaints);
    this.complaints = complaints;
  }

  private final Complaints complaints;

  /**
   * The section, if the mapping has one.
   *
   * @param where its name in complaints
   */
  RequestDetails take(Fields parent, String where) {
    return parent.take("request").map(node -> read(node, where)).orElse(RequestDetails.NONE);
  }

  private RequestDetails read(Node node, String where) {
    Fields fields = new Fields(node, where, complaints);
    Optional<String> requester = fields.take("requester", this::line);
    Optional<String> environment = fields.take("environment", this::line);
    Optional<LocalDate> expiry = fields.take("expiry", readers::date);
    Optional<String> ticket = fields.take("ticket", this::line);
    fields.done();
    return new RequestDetails(requester, environment, expiry, ticket, ServiceNames.NONE);
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
