package dev.rollcall.report.request;

import dev.rollcall.text.HostNames;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where traffic goes.
 *
 * @param name the host name, or a literal address
 * @param addresses those of the name, of the source's family; none if only a proxy or a name server
 *     is asked
 * @param aliases the CNAME chain after the name, in order
 */
public record Place(String name, List<String> addresses, List<String> aliases) {
  public Place {
    addresses = List.copyOf(addresses);
    aliases = List.copyOf(aliases);
  }

  boolean isNamed(String other) {
    return HostNames.same(name, other);
  }

  /** Both, which have the same name. */
  Place with(Place other) {
    return new Place(
        name, Lists.union(addresses, other.addresses), aliases.isEmpty() ? other.aliases : aliases);
  }

  /** {@code cdn.vendor.example -> edge.cdn.example}. */
  public String chain() {
    return String.join(" -> ", Stream.concat(Stream.of(name), aliases.stream()).toList());
  }
}
