package dev.rollcall.protocol.ldaps;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchScope;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.fault.ProbeException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of a server's message reaches the library. */
class ResponseShapeTest {
  private static final byte[] ID = {2, 1, 1};

  private static String refused(byte[] message) {
    ProbeException e = assertThrows(ProbeException.class, () -> LdapMessages.decode(message));
    assertEquals(FaultKind.MALFORMED, e.fault().kind());
    return e.fault().evidence();
  }

  private static byte[] values(int count, int tag) {
    byte[] values = new byte[2 * count];
    for (int i = 0; i < values.length; i += 2) {
      values[i] = 4;
    }
    byte[] attribute =
        Messages.tag(0x30, Messages.tag(4, new byte[] {'a'}), Messages.tag(tag, values));
    return Messages.tag(
        0x30,
        ID,
        Messages.tag(Messages.ENTRY, Messages.tag(4, new byte[0]), Messages.tag(0x30, attribute)));
  }

  @Test
  void whatRealServersSendPassesUnchanged() throws ProbeException {
    byte[] samba = Arrays.copyOf(Messages.SAMBA, Messages.SAMBA.length - 14);
    assertArrayEquals(samba, ResponseShape.checked(samba));
    assertArrayEquals(Messages.OPENLDAP_DENIES, ResponseShape.checked(Messages.OPENLDAP_DENIES));
  }

  @Test
  void asManyValuesAsActiveDirectoryShowsAtOncePass() throws ProbeException {
    assertInstanceOf(
        SearchResultEntryProtocolOp.class, LdapMessages.decode(values(5000, 0x31)).getProtocolOp());
  }

  @Test
  void manyTinyValuesAreNotTakenApart() {
    assertTrue(refused(values(120_000, 0x31)).contains("more than 6000 elements"));
  }

  @Test
  void valuesHiddenInAnotherElementAreNotTakenApart() {
    assertEquals(
        "not an LDAP message: an element 04 where 31 belongs", refused(values(100_000, 4)));
  }

  @Test
  void filtersWithinFiltersAreNoAnswer() {
    Filter filter = Filter.createPresenceFilter("a");
    byte[] nested = filter.encode().encode();
    for (int depth = 0; depth < 3000; depth++) {
      nested = Messages.tag(0xa2, nested);
    }
    byte[] request =
        new LDAPMessage(
                1,
                new SearchRequestProtocolOp(
                    "", SearchScope.BASE, DereferencePolicy.NEVER, 1, 1, false, filter, List.of()),
                List.of())
            .encode()
            .encode();
    assertTrue(refused(request).contains("type 63 is not an answer"));
    // How deep it is is looked at before what it is.
    assertTrue(
        refused(Messages.tag(0x30, ID, Messages.tag(0x63, nested)))
            .contains("more than 64 levels"));
  }

  @Test
  void unrequestedControlsAreLeftOut() throws ProbeException {
    byte[] samba = Arrays.copyOf(Messages.SAMBA, Messages.SAMBA.length - 14);
    LDAPMessage message = LdapMessages.decode(samba);
    byte[] controlled =
        new LDAPMessage(
                1,
                message.getProtocolOp(),
                List.of(new Control("2.16.840.1.113730.3.4.4"), new Control("1.2.3")))
            .encode()
            .encode();
    LDAPMessage read = LdapMessages.decode(controlled);
    assertEquals(List.of(), read.getControls());
    assertEquals(message.getProtocolOp().toString(), read.getProtocolOp().toString());
  }

  @Test
  void whatLiesBeyondItsEndIsMalformed() {
    for (int length = 0; length < 40; length++) {
      assertTrue(refused(Arrays.copyOf(Messages.SAMBA, length)).startsWith("not an LDAP message"));
    }
  }
}
