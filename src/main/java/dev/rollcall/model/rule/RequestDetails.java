package dev.rollcall.model.rule;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * What a change request says of a rule beside its traffic.
 *
 * @param requester the person or team that asks, from the site file
 * @param environment such as {@code production}, from the site file
 * @param expiry the last day on which the change is needed, from the site file
 * @param ticket the number of the request in the site's own system, from the site file
 * @param service what firewalls call the rule's protocol
 */
public record RequestDetails(
    Optional<String> requester,
    Optional<String> environment,
    Optional<LocalDate> expiry,
    Optional<String> ticket,
    ServiceNames service) {
  /** Nothing is known. */
  public static final RequestDetails NONE =
      new RequestDetails(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          ServiceNames.NONE);

  public RequestDetails {
    Objects.requireNonNull(requester);
    Objects.requireNonNull(environment);
    Objects.requireNonNull(expiry);
    Objects.requireNonNull(ticket);
    Objects.requireNonNull(service);
  }

  /** These, and the others' where these have none. */
  public RequestDetails orElse(RequestDetails others) {
    return new RequestDetails(
        requester.or(others::requester),
        environment.or(others::environment),
        expiry.or(others::expiry),
        ticket.or(others::ticket),
        service.orElse(others.service));
  }

  /** The same with other names of the protocol. */
  public RequestDetails with(ServiceNames names) {
    return new RequestDetails(requester, environment, expiry, ticket, names);
  }
}
