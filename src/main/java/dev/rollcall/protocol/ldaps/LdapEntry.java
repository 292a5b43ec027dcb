package dev.rollcall.protocol.ldaps;

import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** An entry of the directory, as the server returned it. */
record LdapEntry(String dn, List<Attribute> attributes) {
  /** What Active Directory returns at once (MS-ADTS §3.1.1.3.1.3.3). */
  private static final int MOST_VALUES = 1500;

  LdapEntry {
    attributes = List.copyOf(attributes);
  }

  static LdapEntry of(SearchResultEntryProtocolOp found) {
    return new LdapEntry(found.getDN(), found.getAttributes());
  }

  /** The values of an attribute; options such as a range do not count as its name. */
  List<String> values(String name) {
    return attributes.stream()
        .filter(attribute -> attribute.getBaseName().equalsIgnoreCase(name))
        .flatMap(attribute -> List.of(attribute.getValues()).stream())
        .limit(MOST_VALUES)
        .toList();
  }

  Optional<String> value(String name) {
    return values(name).stream().findFirst();
  }

  /** A whole number; empty if there is none. */
  OptionalLong number(String name) {
    try {
      Optional<String> text = value(name);
      return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** A name for people: the account's name, or else the entry's; not made safe. */
  String title() {
    return value("sAMAccountName").orElse(dn);
  }
}
