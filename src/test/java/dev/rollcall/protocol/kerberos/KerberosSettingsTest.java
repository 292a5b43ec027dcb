package dev.rollcall.protocol.kerberos;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KerberosSettingsTest {
  @Test
  void aDistinguishedNameHasTwoPairs() {
    for (String name : new String[] {"cn=a,dc=b", "2.5.4.3=a,b,ou=,dc=c", "CN==,==="}) {
      assertTrue(KerberosSettings.isDistinguishedName(name), name);
    }
    for (String name :
        new String[] {"", "=", "alice", "cn=a", "cn=,dc=b", "cn=a,=b", "cn=a,dc=", "c n=a,d=b"}) {
      assertFalse(KerberosSettings.isDistinguishedName(name), name);
    }
  }

  @Test
  void aLongNameTakesNoLongerThanItsLength() {
    assertFalse(KerberosSettings.isDistinguishedName("a=" + ",".repeat(1 << 18) + "="));
  }
}
