"""A simulated ONVIF camera: a real HTTP server that answers by the WSDL files of the client's own library."""
