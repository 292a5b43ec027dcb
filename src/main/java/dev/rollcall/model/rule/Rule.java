package dev.rollcall.model.rule;

import dev.rollcall.model.path.Port;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One row of a catalogue, made concrete for a site and a vantage.
 *
 * @param id unique in its catalogue: {@code sql.tds}
 * @param group the vendor's table, as a heading
 * @param from the vantages that it applies to
 * @param destination for people: host names, or the name of the missing value
 * @param protocol name of the protocol to probe with
 * @param usage the vendor's description of its purpose
 * @param note a further note for the reader; may be empty
 * @param advice the catalogue's own advice, after the general one; may be empty
 * @param request what a change request says of it beside its traffic; empty in a run of an older
 *     version
 */
public record Rule(
    String id,
    String group,
    List<Vantage> from,
    String destination,
    Port port,
    String protocol,
    String usage,
    Judging judging,
    String note,
    String advice,
    Optional<RequestDetails> request) {
  public Rule {
    Objects.requireNonNull(id);
    Objects.requireNonNull(destination);
    from = List.copyOf(from);
    Objects.requireNonNull(request);
  }

  /**
   * What the answer is judged by, and who must act.
   *
   * @param external whether the destination is the vendor's or the internet's, not the site's
   * @param rotating whether a change of addresses is normal
   * @param retired the day on which the destination was withdrawn
   * @param keeper the owner of the destination, if not the owner of the server
   * @param absent whom to ask if the name does not exist, which is then only a warning
   */
  public record Judging(
      boolean external,
      AddressPolicy addresses,
      CertificatePolicy certificate,
      boolean rotating,
      Optional<LocalDate> retired,
      Optional<Owner> keeper,
      Optional<Owner> absent,
      Expectation expectation,
      Severity severity) {}
}
