/** The INVITE that `bench:message` reads: 1,043 bytes, with SDP. */
export const text = `INVITE sip:bob@biloxi.example.com SIP/2.0
Via: SIP/2.0/UDP pc33.atlanta.example.com:5060;branch=z9hG4bK776asdhds;rport
Via: SIP/2.0/UDP bigbox3.site3.atlanta.example.com;branch=z9hG4bK77ef4c2312983.1;received=192.0.2.2
Max-Forwards: 70
Record-Route: <sip:p2.example.com;lr>, <sip:p1.example.com;lr>
To: "Bob Jones" <sip:bob@biloxi.example.com>
From: Alice <sip:alice@atlanta.example.com>;tag=1928301774
Call-ID: a84b4c76e66710@pc33.atlanta.example.com
CSeq: 314159 INVITE
Contact: <sip:alice@pc33.atlanta.example.com;transport=udp>;+sip.instance="<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>"
Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY, MESSAGE, SUBSCRIBE, INFO, UPDATE, PRACK
Supported: replaces, timer, 100rel, outbound
User-Agent: Example UA 1.0
Content-Type: application/sdp
Content-Length: 211

v=0
o=alice 53655765 2353687637 IN IP4 pc33.atlanta.example.com
s=Session SDP
t=0 0
c=IN IP4 pc33.atlanta.example.com
m=audio 3456 RTP/AVP 0 1 3 99
a=rtpmap:0 PCMU/8000
a=rtpmap:101 telephone-event/8000
`.replaceAll('\n', '\r\n');
