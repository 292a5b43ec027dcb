package dev.rollcall.model.rule;

import java.util.List;
import java.util.Objects;

/**
 * What firewalls call a protocol.
 *
 * @param service the name in IANA's registry of service names and ports (RFC 6335), or the
 *     protocol's own; empty if it is not known
 * @param applications the identifiers by which firewalls that inspect recognise it, as Palo Alto
 *     Networks' App-ID spells them; none if there is no common one
 */
public record ServiceNames(String service, List<String> applications) {
  /** Not known. */
  public static final ServiceNames NONE = new ServiceNames("", List.of());

  public ServiceNames {
    Objects.requireNonNull(service);
    applications = List.copyOf(applications);
  }

  /** A service and its applications. */
  public static ServiceNames of(String service, String... applications) {
    return new ServiceNames(service, List.of(applications));
  }

  /** These names, or the others where there are none. */
  public ServiceNames orElse(ServiceNames others) {
    return service.isEmpty() && applications.isEmpty() ? others : this;
  }
}
