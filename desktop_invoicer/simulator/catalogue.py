"""The catalogue's endpoints: where the NCM hides (facts: VTEX, section 10)."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from desktop_invoicer.simulator import answers
from desktop_invoicer.simulator.gate import Visit


async def specification(visit: Visit) -> Response:
    """Give a product's specifications."""
    found = visit.account.products.get(visit.request.path_params["product_id"])
    return answers.text(404, "Product not found") if found is None else JSONResponse(found)


async def product(visit: Visit) -> Response:
    """Give a product; its ``TaxCode`` is empty, as in stores that keep the NCM as a specification."""
    product_id = visit.request.path_params["product_id"]
    if product_id not in visit.account.products:
        return answers.text(404, "Product not found")
    return JSONResponse(
        {
            "Id": int(product_id) if product_id.isdecimal() else product_id,
            "Name": f"Produto {product_id}",
            "DepartmentId": 1,
            "CategoryId": 9,
            "BrandId": 2000001,
            "LinkId": f"produto-{product_id}",
            "RefId": f"REF{product_id}",
            "IsVisible": True,
            "IsActive": True,
            "TaxCode": "",
            "SupplierId": None,
            "ShowWithoutStock": True,
        }
    )
