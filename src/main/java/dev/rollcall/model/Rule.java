package dev.rollcall.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One row of a catalogue, made concrete for a site and a vantage.
 *
 * @param id unique in its catalogue: {@code sql.tds}
 * @param group the vendor's table that it stands in, as a heading
 * @param from the vantages that it holds for
 * @param destination what a person calls it: host names, or the name of the value that is missing
 * @param protocol name of the protocol that proves it
 * @param usage the vendor's words on what it is for
 * @param external whether the destination is the vendor's or the internet's, not the site's
 * @param rotating whether a change of addresses is no news
 * @param retired since when the destination is known to be withdrawn
 * @param keeper who keeps the destination, where it is no server with an owner of its own
 * @param absent who is asked when the name does not exist, which is then only a warning
 * @param note what else the reader should know; empty if nothing
 * @param advice the catalogue's own advice, said after the general one; empty if nothing
 */
public record Rule(
    String id,
    String group,
    List<Vantage> from,
    String destination,
    Port port,
    String protocol,
    String usage,
    boolean external,
    AddressPolicy addresses,
    CertificatePolicy certificate,
    boolean rotating,
    Optional<LocalDate> retired,
    Optional<Owner> keeper,
    Optional<Owner> absent,
    Expectation expectation,
    Severity severity,
    String note,
    String advice) {
  public Rule {
    Objects.requireNonNull(id);
    Objects.requireNonNull(destination);
    from = List.copyOf(from);
  }
}
